import type { CommandContext } from '@gatehouse/kernel';
import type { Sql } from '../postgres/index.js';
import { RepeatableCall } from './repeatable-call.js';

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
