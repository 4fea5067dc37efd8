import {
  Description,
  Query,
  type QueryBus,
  type QueryContext,
  queryWith,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

@Description('The actor')
export class AuditedAdministrator {
  @Description('A person with a role, a secret key, the operator on the command line, or the service by itself')
  @IsIn(['user', 'key', 'operator', 'service'])
  kind!: 'user' | 'key' | 'operator' | 'service';

  @Description('The account’s or the key’s; null for the operator and the service')
  @IsOptional()
  @IsUUID()
  id!: string | null;

  @Description('Slug of the application that it belongs to')
  @IsString()
  application!: string;
}

@Description('A privileged action')
export class AuditEntry {
  @Description('Increases with each entry')
  @Matches(/^\d+$/)
  position!: string;

  @IsRFC3339()
  at!: string;

  @Description('Slug of the application in which it was done')
  @IsString()
  application!: string;

  @Description('Such as `key.revoked`')
  @IsString()
  act!: string;

  @Description('The object of the action: an id, a slug, or a range of phone numbers or a country')
  @IsString()
  subject!: string;

  @Description('Details of the action')
  @IsObject()
  details!: object;

  @ValidateNested({ context: { of: AuditedAdministrator } })
  administrator!: AuditedAdministrator;

  @Description('The caller’s network; null if networks are not counted')
  @IsOptional()
  @IsString()
  network!: string | null;

  @Description('Identifies the request in the service’s logs')
  @IsString()
  requestId!: string;
}

@Description('Privileged actions, in the order that was asked for')
export class AuditPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AuditEntry } })
  entries!: AuditEntry[];

  @Description('For `after`, to continue; null if there is nothing more yet')
  @IsOptional()
  @Matches(/^\d+$/)
  nextAfter!: string | null;
}

type AuditRefusal = Refusal<'validation-failed' | 'scope-missing'>;

/**
 * What was done in the application, in the order in which it was done. Anyone who reads on from a position misses nothing;
 * the latest first are for reading, not for following.
 */
export class FindAuditEntries extends Query<Result<AuditPage, AuditRefusal>> {
  @Description('A `position` or `nextAfter`: returns entries after it, in the order that is asked for')
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

  @Description('Oldest first by default. Not used for NDJSON exports')
  @IsOptional()
  @IsIn(['oldest-first', 'latest-first'])
  order?: 'oldest-first' | 'latest-first' | null;
}

const BATCH = 500;

/** The whole log, or all after a position, in batches, the oldest first; or why the caller may not read it. */
export async function auditEntries(
  queries: QueryBus,
  { after: start, applications }: Pick<FindAuditEntries, 'after' | 'applications'>,
  context: QueryContext,
): Promise<Result<AsyncIterable<readonly AuditEntry[]>, AuditRefusal>> {
  const batchAfter = (after: string | null | undefined) =>
    queries.ask(queryWith(FindAuditEntries, { applications, after, limit: BATCH }), context);
  const first = await batchAfter(start);
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
