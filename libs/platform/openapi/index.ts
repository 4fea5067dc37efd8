export { classSchema } from './class-schema.js';
export { commandSchema } from './command-schema.js';
export type { JsonSchema, OpenApiDocument, OpenApiOperation, OpenApiResponse } from './open-api.js';
export { type ApiInfo, openApiDocument } from './open-api-document.js';
export { problemsByStatus } from './operation-problems.js';
export { problemSchema } from './problem-schema.js';
export { SchemaCollection } from './schema-collection.js';
