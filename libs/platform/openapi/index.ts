export { classSchema, commandSchema } from './class-schema.js';
export { SchemaCollection } from './collections.js';
export type { JsonSchema, OpenApiDocument, OpenApiOperation, OpenApiResponse } from './open-api.js';
export { type ApiInfo, openApiDocument } from './open-api-document.js';
export { problemSchema, problemsByStatus } from './problems.js';
