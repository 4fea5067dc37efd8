import type { CommandContext } from '@gatehouse/kernel';
import {
  administrationProblems,
  NDJSON,
  type Operation,
  ProblemError,
  pageOf,
  queryFrom,
  sendLines,
} from '@gatehouse/platform/edge';
import { auditEntries, type FindAuditEntries } from '../contract/queries/find-audit-entries.js';
import { AuditPage } from '../contract/read-models/audit-page.js';
import { exampleAuditEntry } from './examples.js';
import { AuditQuery } from './page-queries.js';

const USUAL_LIMIT = 100;

export const readAuditLogOperation = (audit: FindAuditEntries): Operation => ({
  method: 'get',
  path: '/v1/admin/audit',
  operationId: 'readAuditLog',
  tag: 'Administration',
  summary: 'Who did what, on whom, when, from where',
  description:
    'Every privileged act in the application, the oldest first. With `Accept: application/x-ndjson` all of it, or all after a position, as a stream of one entry a line. With `applications=all` it covers the whole deployment, for administrators of `default`. Who reads on from the last position misses nothing.',
  security: 'administration',
  scope: 'audit:read',
  query: AuditQuery,
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
    const { after = null, limit, applications } = queryFrom(AuditQuery, query);
    const application = applications === 'all' ? everyApplication(context) : context.application;
    if (request.accepts(['application/json', NDJSON]) !== NDJSON) {
      const page = await pageOf(
        limit ?? USUAL_LIMIT,
        (most) => audit.execute({ application, after, limit: most }),
        ({ position }) => position,
      );
      return { status: 200, body: page, headers: { Vary: 'Accept' } };
    }
    await sendLines(response, auditEntries(audit, { application, after }));
    return 'streamed';
  },
});

/** @throws ProblemError 403 scope-missing for whoever looks after one application */
function everyApplication({ administrator }: CommandContext): null {
  if (!administrator?.everywhere) throw new ProblemError(administrationProblems['scope-missing']);
  return null;
}
