import type { QueryBus, Refusal } from '@gatehouse/kernel';
import {
  administrationProblems,
  NDJSON,
  type Operation,
  type OperationAnswer,
  ProblemError,
  parametersIn,
} from '@gatehouse/platform/edge';
import { AuditPage, auditEntries, FindAuditEntries } from '../contract/queries/find-audit-entries.js';

const exampleAuditEntry = {
  position: '42',
  at: '2026-11-21T09:00:00.000Z',
  application: 'default',
  act: 'key.created',
  subject: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  details: { name: 'billing backend' },
  administrator: { kind: 'user', id: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11', application: 'default' },
  network: '192.0.2.1',
  requestId: '5a0c7d0e-6c1b-4b53-9d6f-0f5c8f2f7a10',
} as const;

export const readAuditLogOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/admin/audit',
  operationId: 'readAuditLog',
  tag: 'Administration',
  summary: 'Read the audit log',
  description:
    'Every privileged action in the application, oldest first by default: who did what, to whom, when and from where. With `Accept: application/x-ndjson` the whole log, or everything after a position, as a stream with one entry per line. With `applications=all` it covers the whole deployment, for administrators of `default`. Continue from the last position to miss nothing.',
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
