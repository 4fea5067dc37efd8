import type { Database } from '@gatehouse/platform/postgres';
import type { CodeViews } from '../../../application/ports/standing.js';
import type { UserCode } from '../../../contract/read-models/user-codes.js';
import { purposesThat } from '../sql/purposes.js';

type CodeRow = Omit<UserCode, 'issuedAt' | 'sentAt' | 'expiresAt'> & {
  readonly issuedAt: Date;
  readonly sentAt: Date | null;
  readonly expiresAt: Date | null;
};

export class PostgresCodeViews implements CodeViews {
  constructor(private readonly database: Database) {}

  async of({ application, userId, limit }: Parameters<CodeViews['of']>[0]): Promise<UserCode[]> {
    const rows = await this.database.query<CodeRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        person as materialized (
          select id, email from gatehouse.users
          where application = ${application} and id = ${userId} and state in ('active', 'suspended')
        ),
        known as (
          (select * from gatehouse.activation_codes
            where application = ${application} and user_id = ${userId}
            order by issued_at desc limit ${limit})
          union
          -- Codes that an address holds are its owner's.
          (select code.* from person join gatehouse.activation_codes as code
              on code.application = ${application} and code.target = person.email
                and code.purpose in ${purposesThat(sql, ({ holder }) => holder === 'address')}
            order by code.issued_at desc limit ${limit})
        )
        select code.id, code.purpose, code.channel, code.number, code.digits, code.issued_at as "issuedAt",
          code.accepted_at as "sentAt",
          case when code.accepted_at is not null then code.expires_at end as "expiresAt",
          code.max_attempts - code.attempts as "triesLeft",
          case
            when code.consumed_at is not null then 'used'
            when code.failed_at is not null then 'failed'
            when code.attempts >= code.max_attempts then 'spent'
            when code.expires_at <= coalesce(code.voided_at, clock.now) then 'expired'
            when code.voided_at is not null then 'void'
            when code.dispatched_at is null then 'queued'
            when code.accepted_at is null then 'sending'
            else 'valid'
          end as state
        from known as code, clock
        order by code.issued_at desc, code.number desc limit ${limit}`,
    );
    return rows.map((row) => ({
      ...row,
      issuedAt: row.issuedAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      expiresAt: row.expiresAt?.toISOString() ?? null,
    }));
  }
}
