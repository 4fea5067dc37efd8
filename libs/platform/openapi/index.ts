export { classSchema } from './class-schema.js';
export { commandSchema } from './command-schema.js';
export type { JsonSchema, OpenApiDocument, OpenApiOperation, OpenApiResponse } from './open-api.js';
export { type ApiInfo, openApiDocument } from './open-api-document.js';
export { problemSchema } from './problem-schema.js';
export { problemsByStatus } from './route-problems.js';
export { SchemaCollection } from './schema-collection.js';
