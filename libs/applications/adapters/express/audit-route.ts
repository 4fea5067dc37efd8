import { NDJSON, queryFrom, type Route, sendLines } from '@gatehouse/platform/http';
import type { FindAuditEntries } from '../../contract/queries/find-audit-entries.js';
import { AuditPage, AuditQuery } from '../../contract/read-models/audit-page.js';
import { exampleAuditEntry } from './examples.js';

const USUAL_LIMIT = 100;
const BATCH = 500;

export const auditRoute = (audit: FindAuditEntries): Route => ({
  method: 'get',
  path: '/v1/admin/audit',
  operationId: 'readAuditLog',
  tag: 'Administration',
  summary: 'Who did what, on whom, when, from where',
  description:
    'Every privileged act in the application, the oldest first. With `Accept: application/x-ndjson` all of it, or all after a position, as a stream of one entry a line. Who reads on from the last position misses nothing.',
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
  handle: async ({ query, context: { application }, request, response }) => {
    const { after = null, limit } = queryFrom(AuditQuery, query);
    if (request.accepts(['application/json', NDJSON]) !== NDJSON) {
      const most = limit ?? USUAL_LIMIT;
      const found = await audit.execute({ application, after, limit: most + 1 });
      const entries = found.slice(0, most);
      const nextAfter = found.length > most ? (entries.at(-1)?.position ?? null) : null;
      return { status: 200, body: { entries, nextAfter }, headers: { Vary: 'Accept' } };
    }
    await sendLines(response, batchesOf(audit, application, after));
    return 'streamed';
  },
});

async function* batchesOf(audit: FindAuditEntries, application: string, after: string | null) {
  for (let position = after; ; ) {
    const batch = await audit.execute({ application, after: position, limit: BATCH });
    yield batch;
    if (batch.length < BATCH) return;
    position = batch.at(-1)?.position ?? null;
  }
}
