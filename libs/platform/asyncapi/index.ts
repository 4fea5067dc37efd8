export {
  type AsyncApiDocument,
  type AsyncApiInfo,
  type AsyncApiSubject,
  asyncApiDocument,
} from './async-api-document.js';
export { type AllEventContracts, type EventSchemas, eventSchemas, schemaChanges } from './event-schemas.js';
