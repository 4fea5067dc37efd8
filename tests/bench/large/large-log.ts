import type { Cursor } from '@gatehouse/platform/events';
import type postgres from 'postgres';

/** What somebody who signs up and activates leaves in the log. */
const KINDS = [
  [
    'user.registered.v1',
    `'{"email": "' || md5(n::text) || '@bench.example.com", "locale": "en", "userId": "' || subject || '"}'`,
  ],
  [
    'activation-code.issued.v1',
    `'{"codeId": "' || subject || '", "userId": "' || subject || '", "channel": "mail", "purpose": "activation"}'`,
  ],
  [
    'message.sent.v1',
    `'{"channel": "mail", "provider": "mailjet", "messageId": "' || subject || '", "template": "activation-code"}'`,
  ],
  ['user.activated.v1', `'{"email": "' || md5(n::text) || '@bench.example.com", "userId": "' || subject || '"}'`],
] as const;
export const PER_PERSON = KINDS.length;
/** People of one statement. */
const CHUNK = 100_000;
const SECONDS_EACH = 0.1;

/** The id of the nth person: it grows with the time, as those of UUID version 7 do. */
export const personAt = (n: number): string => {
  const digits = n.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
};

/** Fills the log with so many events, in so many partitions, as if months had gone by. */
export async function fillLog(
  sql: postgres.Sql,
  events: number,
  months: number,
  note: (line: string) => void,
): Promise<void> {
  const people = Math.floor(events / PER_PERSON);
  const ofMonth = Math.ceil(people / months);
  const rows = KINDS.map(
    ([type, data], index) =>
      `select n, ${index} as step, subject, '${type}' as type, (${data})::jsonb as data from person`,
  ).join(' union all ');
  for (let month = 0; month < months; month += 1) {
    const [first, last] = [month * ofMonth, Math.min((month + 1) * ofMonth, people) - 1];
    for (let from = first; from <= last; from += CHUNK) {
      await sql.unsafe(
        `insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
        with person as (
          select n, (lpad(to_hex(n), 12, '0') || '70008000000000000000')::uuid as subject
          from generate_series(${from}::bigint, ${Math.min(from + CHUNK - 1, last)}) as n
        )
        select 'default', (lpad(to_hex(n), 12, '0') || '7' || lpad(to_hex(step), 3, '0') || '8' || substr(md5(n::text || step), 1, 15))::uuid,
          subject, type, data, now() - (${people} - n) * interval '${SECONDS_EACH} seconds' + step * interval '5 seconds'
        from (${rows}) as event order by n, step`,
      );
    }
    note(`month ${month + 1} of ${months}`);
    if (month < months - 1) await beginMonth(sql);
  }
  await sql`vacuum (analyze) gatehouse.event_log`;
}

/** As the worker does it, without waiting for the calendar. */
async function beginMonth(sql: postgres.Sql): Promise<void> {
  await sql`update gatehouse.log_partitions set attached_at = attached_at - interval '1 day', month = month - 62`;
  await sql`select gatehouse.open_log_partition()`;
  await sql`select gatehouse.attach_log_partition()`;
}

/** The place of the nth event. */
export async function cursorAt(sql: postgres.Sql, n: number): Promise<Cursor> {
  const subject = personAt(Math.max(0, Math.ceil(n / PER_PERSON) - 1));
  const [row] = await sql<Cursor[]>`
    select epoch, transaction_id::text as "transactionId", position::text from gatehouse.event_log
    where application = 'default' and subject = ${subject} order by position desc limit 1`;
  if (!row) throw new Error(`No event ${n}`);
  return row;
}
