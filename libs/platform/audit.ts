import type { CommandContext, LookUp, LookUps, QueryContext } from '@gatehouse/kernel';
import type { Database, Sql } from './postgres/index.js';

export interface AuditedAct {
  /** What was done, such as `key.revoked`. */
  readonly act: string;
  /** On whom or what: an id or a slug. Never an address or a name: the log is never changed, not even by an erasure. */
  readonly subject: string;
  /** What else an auditor asks: names of fields, times. Never secrets, never a person's data. */
  readonly details?: object;
  /** Another expression of the statement, whose rows are counted in the details: of acts on many at once. */
  readonly counts?: string;
}

/**
 * The common table expression that notes a privileged act in the same statement that does it, so that neither is
 * written without the other. Notes it only where `cause`, another expression of the statement, has a row:
 *
 *     with changed as (update … returning 1), ${audited(sql, context, act, 'changed')} select …
 * @throws Error where nobody answers for the act: that is a fault of the caller, not of the input
 */
export function audited(
  sql: Sql,
  context: CommandContext,
  { act, subject, details = {}, counts }: AuditedAct,
  cause: string,
) {
  const { application, administrator, network, requestId } = context;
  if (!administrator) throw new Error(`Nobody answers for "${act}"`);
  return sql`
    audited as (
      insert into gatehouse.audit_log (application, act, subject, details, administrator_kind, administrator_id,
        administrator_application, network, request_id)
      select ${application}, ${act}, ${subject}, ${sql.json(details as never)}::jsonb
          ${counts === undefined ? sql`` : sql`|| jsonb_build_object('count', (select count(*) from ${sql(counts)}))`},
        ${administrator.kind},
        ${administrator.id}::text::uuid, ${administrator.application}, ${network}, ${requestId}
      where exists (select 1 from ${sql(cause)})
      returning 1
    )`;
}

/** A page about somebody asks for several things at once: within a minute, that is one look at them. */
const VIEWING_SECONDS = 60;
/** Entries among which the first look of a viewing is searched for; among more, a viewing has two entries. */
const LATEST_ENTRIES = 100;

export class PostgresLookUps implements LookUps {
  constructor(private readonly database: Database) {}

  /**
   * One person is the subject, several are named in the details; of a page of everybody the number is kept. What a person
   * goes on to look up of the same account belongs to the entry that is there.
   */
  async note({ act, by, userIds }: LookUp, context: QueryContext): Promise<void> {
    const people = [...new Set(userIds)].filter((id) => id !== null);
    const [only = context.application, ...others] = people;
    const subject = others.length === 0 ? only : context.application;
    const names = others.length === 0 || by === 'list' ? {} : { userIds: people };
    const details = { by, count: people.length, ...names };
    const isOfAccount = act === 'users.looked-up' && people.length === 1 && (by === 'id' || by === 'timeline');
    await this.database.query(
      (sql) => sql`
        with asked as (select 1 ${isOfAccount ? unlessViewing(sql, context, subject) : sql``}),
        ${audited(sql, context, { act, subject, details }, 'asked')} select 1 from asked`,
    );
  }
}

/** By people alone: of a key or the command line it is not known who is behind it. */
const unlessViewing = (sql: Sql, { application, administrator }: QueryContext, userId: string) => sql`
  where not exists (
    select 1 from (
      select act, subject, administrator_kind, administrator_id, details, occurred_at from gatehouse.audit_log
      where application = ${application} order by position desc limit ${LATEST_ENTRIES}
    ) as latest
    where administrator_kind = 'user' and administrator_id = ${administrator?.id ?? null}::text::uuid
      and act = 'users.looked-up' and subject = ${userId} and details ->> 'by' in ('id', 'timeline')
      and occurred_at > gatehouse.now() - make_interval(secs => ${VIEWING_SECONDS}))`;
