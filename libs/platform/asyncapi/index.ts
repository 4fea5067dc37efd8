export {
  type AsyncApiDocument,
  type AsyncApiInfo,
  type AsyncApiSubject,
  asyncApiDocument,
} from './async-api-document.js';
export { type AllEventContracts, type EventSchemas, eventSchemas } from './event-schemas.js';
export { schemaChanges } from './schema-changes.js';
