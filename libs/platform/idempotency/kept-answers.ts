import { type CommandContext, Description, type PersonalRecords, type PersonKey } from '@gatehouse/kernel';
import { IsRFC3339 } from 'class-validator';
import { type Database, decided, type Sql } from '../postgres/index.js';
import { RepeatableCall } from './repeatable-call.js';

/** As the field has it: the draft leaves it open, and this is what callers know from elsewhere. */
export const KEPT_SECONDS = 86_400;

/** More than a client ever tries again, and less than it takes to guess a password that stood in the request. */
const MOST_ASKED = 20;

export interface KeptAnswer {
  /** Whether it may be given once more. */
  readonly isTold: boolean;
  readonly keyId: string;
  readonly fingerprint: Buffer;
  readonly answer: Buffer | null;
  readonly person: string | null;
  readonly written: Readonly<Record<string, string | null>>;
}

/** The answers that are kept by key. */
export class KeptAnswers {
  constructor(private readonly database: Database) {}

  /**
   * What is kept by the key. Each look is counted before anything is compared; after the twentieth nothing is told any
   * more. Makes way where the key has had its time and the purge was not there yet.
   */
  async ask(application: string, id: Buffer): Promise<KeptAnswer | null> {
    const row = await this.database.decide<KeptAnswer & { asked: number }>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() - make_interval(secs => ${KEPT_SECONDS}) as oldest),
        over as (
          delete from gatehouse.idempotency_keys as known using clock
          where known.application = ${application} and known.id = ${id} and known.kept_at <= clock.oldest
        ),
        counted as (
          update gatehouse.idempotency_keys as known set asked = least(asked, ${MOST_ASKED}) + 1
          from clock
          where known.application = ${application} and known.id = ${id} and known.kept_at > clock.oldest
          returning asked, key_id as "keyId", fingerprint, answer, person, written
        )
        ${decided(sql, sql`select * from counted`)}`,
    );
    if (!row) return null;
    const { asked, ...kept } = row;
    return { ...kept, isTold: asked <= MOST_ASKED };
  }

  /** Takes back what a call has kept of an answer that it did not give in the end. */
  async forget(application: string, id: Buffer): Promise<void> {
    await this.database.query(
      (sql) => sql`delete from gatehouse.idempotency_keys where application = ${application} and id = ${id}`,
    );
  }
}

/** The key of the table: anyone who comes second with one fails with its violation, effect and all. */
export const IDEMPOTENCY_KEY_INDEX = 'idempotency_keys_pkey';

/**
 * The common table expression, with a comma before it, that keeps a call's answer in the statement of its effect, so that
 * neither is written without the other. Empty where the call cannot come again. Keeps it where `cause`, another
 * expression of the statement, has a row:
 *
 *     with created as (insert … returning created_at)
 *     ${keepAnswer(sql, context, 'created', { createdAt: 'created_at' })},
 *     events as (…) select …
 *
 * @param written columns of `cause` for what the statement alone knows, by the names under which the handler recorded it
 */
export function keepAnswer(
  sql: Sql,
  context: { readonly repeatable?: CommandContext['repeatable'] | undefined } | undefined,
  cause: string,
  written: Readonly<Record<string, string>> = {},
) {
  const call = context?.repeatable;
  const row = call instanceof RepeatableCall ? call.toKeep : null;
  if (!row) return sql``;
  const known = Object.entries(written).reduce(
    (others, [name, column]) => sql`${others} || jsonb_build_object(${name}::text, ${sql(`${cause}.${column}`)})`,
    sql``,
  );
  return sql`,
    kept_answer as (
      insert into gatehouse.idempotency_keys (application, id, key_id, fingerprint, answer, person, written, kept_at)
      select ${row.application}, ${row.id}, ${row.keyId}, ${row.fingerprint}, ${row.answer}, ${row.person}::text::uuid,
        '{}'::jsonb ${known}, gatehouse.now()
      from (select * from ${sql(cause)} limit 1) as ${sql(cause)}
      returning 1
    )`;
}

@Description('An answer about the account, stored encrypted for a retry with the same Idempotency-Key')
class KeptAnswerRecord {
  @IsRFC3339()
  keptAt!: string;

  @IsRFC3339()
  keptUntil!: string;
}

/** What the answers that are kept by key tell of a person: copies of the profile, and tokens, sealed. */
export class KeptAnswerRecords implements PersonalRecords {
  readonly name = 'repeatableAnswers';
  readonly description = 'Answers stored for a day for callers that sent an Idempotency-Key, latest first';
  readonly record = KeptAnswerRecord;

  constructor(private readonly database: Database) {}

  async find({ application, userId }: PersonKey): Promise<readonly KeptAnswerRecord[]> {
    const rows = await this.database.query<{ kept_at: Date }>(
      (sql) => sql`
        select kept_at from gatehouse.idempotency_keys
        where application = ${application} and person = ${userId} and answer is not null
        order by kept_at desc`,
    );
    return rows.map(({ kept_at: keptAt }) => ({
      keptAt: keptAt.toISOString(),
      keptUntil: new Date(keptAt.getTime() + KEPT_SECONDS * 1_000).toISOString(),
    }));
  }

  /** The key stays used: a repetition that comes late must not bring the person back. */
  async erase({ application, userId }: PersonKey): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.idempotency_keys set answer = null, written = '{}'
        where application = ${application} and person = ${userId}`,
    );
  }
}
