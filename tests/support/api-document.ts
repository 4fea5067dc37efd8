import 'reflect-metadata';
import { apiDocument } from '../../apps/api/docs-page/documents.js';
import { documentedOperations } from '../../apps/api/operations.js';

/** The document that /openapi.json serves. */
export const document = apiDocument(documentedOperations());
