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
