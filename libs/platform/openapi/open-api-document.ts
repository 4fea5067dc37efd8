import type { Operation } from '../edge/index.js';
import { ComponentCollection, SchemaCollection } from './collections.js';
import type { OpenApiDocument, OpenApiOperation, TagDescription } from './open-api.js';
import { operationOf } from './operation.js';
import { problemSchema } from './problems.js';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  /** Where paths begin: `/` by default. */
  readonly server?: string;
  /** Markdown. */
  readonly description?: string;
  /** In the order of the reference. Operations' other tags follow. */
  readonly tags?: readonly TagDescription[];
}

/**
 * Describes the operations in OpenAPI 3.1. The same operations give the same document, to the byte.
 * @throws Error where two operations or schemas share a name, or a class does not say what a field holds
 */
export function openApiDocument(operations: readonly Operation[], info: ApiInfo): OpenApiDocument {
  const schemas = new SchemaCollection();
  schemas.add('Problem', problemSchema);
  const components = new ComponentCollection();
  const paths = pathsOf(operations, (operation) => operationOf(operation, schemas, components));
  const { title, version, description, server = '/' } = info;
  const document: OpenApiDocument = {
    openapi: '3.1.1',
    info: { title, version, ...(description !== undefined && { description }) },
    servers: [{ url: server }],
    tags: tagsOf(operations, info.tags ?? []),
    paths,
    components: {
      schemas: schemas.all,
      responses: components.all('responses'),
      parameters: components.all('parameters'),
      examples: components.all('examples'),
      headers: components.all('headers'),
      securitySchemes: components.all('securitySchemes'),
    },
  };
  return withExamplesBelow(document, server);
}

function pathsOf(
  operations: readonly Operation[],
  operationFor: (operation: Operation) => OpenApiOperation,
): OpenApiDocument['paths'] {
  const paths = new Map<string, Record<string, OpenApiOperation>>();
  const operationIds = new Set<string>();
  for (const operation of operations) {
    const { method, path, operationId } = operation;
    const served = paths.get(path) ?? {};
    if (operationIds.has(operationId)) throw new Error(`Two operations are called ${operationId}`);
    if (served[method]) throw new Error(`Two operations serve ${method} ${path}`);
    operationIds.add(operationId);
    paths.set(path, { ...served, [method]: operationFor(operation) });
  }
  return Object.fromEntries(paths);
}

function tagsOf(operations: readonly Operation[], described: readonly TagDescription[]): readonly TagDescription[] {
  const used = new Set(operations.map(({ tag }) => tag));
  const known = described.filter(({ name }) => used.has(name));
  for (const { name } of known) used.delete(name);
  return [...known, ...[...used].map((name) => ({ name }))];
}

/** Where this service leads people and programs: back to itself. Pointers into a body begin with a slash as well. */
const OWN_PATH = /^\/(?:v1|problems)\//;

/**
 * The document with the path of the server before the paths that its examples show, as answers have them; `/` changes nothing.
 * Keys of `paths` stay: a client puts the server before those.
 */
function withExamplesBelow<T extends object>(document: T, server: string): T {
  if (server === '/') return document;
  return mapped(document, (key, value) =>
    key === 'example' || key === 'value' ? below(value, server) : undefined,
  ) as T;
}

const below = (example: unknown, server: string): unknown =>
  mapped(example, (_key, value) =>
    typeof value === 'string' && OWN_PATH.test(value) ? `${server}${value}` : undefined,
  );

/** A copy in which each value for which `change` has another one is that one, and is not looked into. */
function mapped(value: unknown, change: (key: string, value: unknown) => unknown, key = ''): unknown {
  const changed = change(key, value);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change, name)]));
}
