import {
  Description,
  Query,
  type QueryBus,
  type QueryContext,
  queryWith,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { AuditEntry, AuditPage } from '../read-models/audit-page.js';

type AuditRefusal = Refusal<'validation-failed' | 'scope-missing'>;

/** What was done in the application, in the order in which it was done. Who reads on from a position misses nothing. */
export class FindAuditEntries extends Query<Result<AuditPage, AuditRefusal>> {
  @Description('A `position` or `nextAfter`: returns entries after it')
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @Description('Maximum number of entries per page; 100 by default. Not used for NDJSON exports')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number | null;

  @Description('Covers every application; only for administrators of `default`, not for keys')
  @IsOptional()
  @IsIn(['all'])
  applications?: 'all' | null;
}

const BATCH = 500;

/** The whole log, or all after a position, in batches; or why the caller may not read it. */
export async function auditEntries(
  queries: QueryBus,
  wanted: Pick<FindAuditEntries, 'after' | 'applications'>,
  context: QueryContext,
): Promise<Result<AsyncIterable<readonly AuditEntry[]>, AuditRefusal>> {
  const batchAfter = (after: string | null | undefined) =>
    queries.ask(queryWith(FindAuditEntries, { ...wanted, after, limit: BATCH }), context);
  const first = await batchAfter(wanted.after);
  if (!first.ok) return first;
  return { ok: true, value: batches(first.value, batchAfter) };
}

async function* batches(
  first: AuditPage,
  batchAfter: (after: string) => Promise<Result<AuditPage, AuditRefusal>>,
): AsyncIterable<readonly AuditEntry[]> {
  for (let page = first; ; ) {
    yield page.entries;
    if (page.nextAfter === null) return;
    const next = await batchAfter(page.nextAfter);
    if (!next.ok) throw new Error(`The audit log was refused half-way: ${next.error.code}`);
    page = next.value;
  }
}
