import type { QueryBus, Refusal } from '@gatehouse/kernel';
import {
  administrationProblems,
  NDJSON,
  type Operation,
  type OperationAnswer,
  ProblemError,
  parametersIn,
} from '@gatehouse/platform/edge';
import { auditEntries, FindAuditEntries } from '../contract/queries/find-audit-entries.js';
import { AuditPage } from '../contract/read-models/audit-page.js';
import { exampleAuditEntry } from './examples.js';

export const readAuditLogOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/admin/audit',
  operationId: 'readAuditLog',
  tag: 'Administration',
  summary: 'Read the audit log',
  description:
    'Every privileged action in the application, oldest first: who did what, to whom, when and from where. With `Accept: application/x-ndjson` the whole log, or everything after a position, as a stream with one entry per line. With `applications=all` it covers the whole deployment, for administrators of `default`. Continue from the last position to miss nothing.',
  security: 'administration',
  scope: 'audit:read',
  query: FindAuditEntries,
  answers: {
    200: {
      description: 'A page of the log, or the stream',
      schema: AuditPage,
      alsoAs: NDJSON,
      example: { entries: [exampleAuditEntry], nextAfter: null },
    },
  },
  problems: [],
  handle: async (call) => {
    const { query, context } = call;
    const wanted = parametersIn(FindAuditEntries, query);
    if (call.prefers(NDJSON)) {
      const entries = await auditEntries(queries, wanted, context);
      return entries.ok ? { lines: entries.value } : refused(entries.error);
    }
    const page = await queries.ask(wanted, context);
    return page.ok ? { status: 200, body: page.value, headers: { Vary: 'Accept' } } : refused(page.error);
  },
});

/** @throws ProblemError 403 scope-missing for anyone who looks after one application and asks for all */
function refused(refusal: Refusal): OperationAnswer {
  if (refusal.code === 'scope-missing') throw new ProblemError(administrationProblems['scope-missing']);
  return { refused: refusal };
}
