import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { TextSpends } from '../../../application/ports/text-spends.js';
import type { TextSpendDay, TextSpendSum } from '../../../contract/queries/find-text-spend.js';

export class PostgresTextSpends implements TextSpends {
  constructor(private readonly database: Database) {}

  async read({ from, to, application }: Parameters<TextSpends['read']>[0]) {
    const meant = (sql: Sql) => sql`
      from gatehouse.sms_spend
      where day between ${from}::text::date and ${to}::text::date
        and (${application}::text is null or application = ${application})`;
    const [totals, days] = await Promise.all([
      this.database.query<TextSpendSum>(
        (sql) => sql`select currency, ${sums(sql)} ${meant(sql)} group by currency order by currency`,
      ),
      this.database.query<TextSpendDay>(
        (sql) => sql`
          select application, day::text, currency, ${sums(sql)} ${meant(sql)}
          group by application, day, currency order by day desc, application, currency`,
      ),
    ]);
    return { from, to, totals, days };
  }
}

/** Without zeros at the end: prices have as many places as the operator has written. */
const sums = (sql: Sql) => sql`
  sum(messages)::int as messages, sum(segments)::int as segments,
  coalesce(sum(messages) filter (where prefix = ''), 0)::int as unpriced, trim_scale(sum(amount))::text as amount`;
