import type { QueryBus, Refusal } from '@gatehouse/kernel';
import {
  administrationProblems,
  NDJSON,
  type Operation,
  type OperationAnswer,
  ProblemError,
  parametersIn,
  sendLines,
} from '@gatehouse/platform/edge';
import { auditEntries, FindAuditEntries } from '../contract/queries/find-audit-entries.js';
import { AuditPage } from '../contract/read-models/audit-page.js';
import { exampleAuditEntry } from './examples.js';

export const readAuditLogOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/admin/audit',
  operationId: 'readAuditLog',
  tag: 'Administration',
  summary: 'Who did what, on whom, when, from where',
  description:
    'Every privileged act in the application, the oldest first. With `Accept: application/x-ndjson` all of it, or all after a position, as a stream of one entry a line. With `applications=all` it covers the whole deployment, for administrators of `default`. Who reads on from the last position misses nothing.',
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
  handle: async ({ query, context, request, response }) => {
    const wanted = parametersIn(FindAuditEntries, query);
    if (request.accepts(['application/json', NDJSON]) !== NDJSON) {
      const page = await queries.ask(wanted, context);
      if (!page.ok) return refused(page.error);
      return { status: 200, body: page.value, headers: { Vary: 'Accept' } };
    }
    const entries = await auditEntries(queries, wanted, context);
    if (!entries.ok) return refused(entries.error);
    await sendLines(response, entries.value);
    return 'streamed';
  },
});

/** @throws ProblemError 403 scope-missing for whoever looks after one application and asks for all */
function refused(refusal: Refusal): OperationAnswer {
  if (refusal.code === 'scope-missing') throw new ProblemError(administrationProblems['scope-missing']);
  return { refused: refusal };
}
