import type { Operation } from '../edge/index.js';
import { ComponentCollection } from './component-collection.js';
import { withExamplesBelow } from './examples-below.js';
import type { OpenApiDocument, OpenApiOperation, TagDescription } from './open-api.js';
import { operationOf } from './operation.js';
import { problemSchema } from './problem-schema.js';
import { SchemaCollection } from './schema-collection.js';

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
