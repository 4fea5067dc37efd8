import type { EventContract } from '@gatehouse/kernel';
import { classSchema, type JsonSchema } from '../openapi/index.js';

/** By event type, with its version: what its data are. */
export type EventSchemas = Readonly<Record<string, JsonSchema>>;

export type AllEventContracts = Readonly<Record<string, EventContract>>;

/**
 * The schemas of events' data, as those read them who follow the log. A field that may be null may be absent too: that is
 * how a version gets more fields while the log still holds events without them.
 */
export const eventSchemas = (contracts: AllEventContracts): EventSchemas =>
  Object.fromEntries(
    Object.entries(contracts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, { data }]) => [type, schemaOf(data)]),
  );

function schemaOf(data: EventContract['data']): JsonSchema {
  // Anyone who follows must not stumble over fields that come later.
  const { additionalProperties, ...schema } = classSchema(data, { direction: 'request', nested: refuseNesting });
  return schema;
}

function refuseNesting(inner: { readonly name: string }): never {
  throw new Error(`An event contains ${inner.name}: keep events flat, or extend this to describe nested classes`);
}

/**
 * What has changed between two states of events' schemas so that a version of an event is not the same any more.
 *
 * Events stay in the log and are read again from the beginning: today's reader meets events of then, and a reader of then meets
 * those of today. So a field may neither go nor hold other values than before, fewer or more; and a new one must be one
 * that may be absent. Texts that explain may change. Everything else is another version: `user.registered.v2`.
 * @returns one line each, the type first; empty where all versions are what they were
 */
export const schemaChanges = (before: EventSchemas, after: EventSchemas): string[] =>
  Object.entries(before).flatMap(([type, schema]) => {
    const now = after[type];
    return now ? changesIn(schema, now).map((change) => `${type}: ${change}`) : [`${type} is gone`];
  });

function changesIn(before: JsonSchema, after: JsonSchema): string[] {
  const [fieldsBefore, fieldsAfter] = [fieldsOf(before), fieldsOf(after)];
  const [requiredBefore, requiredAfter] = [requiredOf(before), requiredOf(after)];
  const kept = Object.entries(fieldsBefore).flatMap(([name, schema]) => {
    const now = fieldsAfter[name];
    if (!now) return [`"${name}" is gone`];
    if (essenceOf(schema) !== essenceOf(now)) return [`"${name}" has other values than before`];
    if (requiredBefore.has(name) && !requiredAfter.has(name))
      return [`"${name}" may be absent, but was required before`];
    return !requiredBefore.has(name) && requiredAfter.has(name)
      ? [`"${name}" is required, but was optional before`]
      : [];
  });
  const added = Object.keys(fieldsAfter)
    .filter((name) => !(name in fieldsBefore) && requiredAfter.has(name))
    .map((name) => `"${name}" is new and required, but earlier events do not have it`);
  const rest =
    essenceOf({ ...before, properties: {}, required: [] }) !== essenceOf({ ...after, properties: {}, required: [] });
  return [...kept, ...added, ...(rest ? ['its form has changed'] : [])];
}

const fieldsOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
const requiredOf = (schema: JsonSchema) => new Set((schema['required'] ?? []) as readonly string[]);

const EXPLANATIONS: ReadonlySet<string> = new Set(['description', 'title', 'examples', 'example']);

/** A schema without what only explains, and without the order in which things happen to stand. */
const essenceOf = (schema: unknown): string =>
  JSON.stringify(schema, (key, value: unknown) => {
    if (EXPLANATIONS.has(key)) return undefined;
    if (Array.isArray(value) && ['enum', 'type', 'required'].includes(key)) return value.map(String).toSorted();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
