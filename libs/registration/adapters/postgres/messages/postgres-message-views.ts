import type { PersonKey } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { ActivationStatuses, Recipients } from '../../../application/ports/messages.js';
import type {
  ActivationStatus,
  BounceReason,
  PhoneActivationStatus,
  ReportedMessage,
} from '../../../contract/queries/messages.js';

export class PostgresRecipients implements Recipients {
  constructor(private readonly database: Database) {}

  async of({ application, codeIds, noticeIds }: Parameters<Recipients['of']>[0]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; recipient: string }>(
      (sql) => sql`
        select code.id, coalesce(code.target_deliverable, code.target, holder.email_deliverable) as recipient
        from gatehouse.activation_codes as code
        left join gatehouse.users as holder on holder.application = code.application and holder.id = code.user_id
        where code.application = ${application} and code.id = any(${[...codeIds]}::text[]::uuid[])
          and coalesce(code.target_deliverable, code.target, holder.email_deliverable) is not null
        union all
        select notice.id, notice.recipient from gatehouse.notices as notice
        where notice.application = ${application} and notice.id = any(${[...noticeIds]}::text[]::uuid[])
          and notice.recipient is not null`,
    );
    return new Map(rows.map(({ id, recipient }) => [id, recipient]));
  }
}

interface StatusRow {
  readonly now: Date;
  readonly purpose: 'activation' | 'phone';
  readonly accepted_at: Date | null;
  readonly dispatched_at: Date | null;
  readonly expires_at: Date | null;
  readonly failed_at: Date | null;
  readonly outcome: ReportedMessage['state'] | null;
  readonly outcome_reason: BounceReason | null;
}

export class PostgresActivationStatuses implements ActivationStatuses {
  constructor(private readonly database: Database) {}

  async of({ application, userId }: PersonKey): Promise<ActivationStatus | null> {
    const rows = await this.database.query<StatusRow>(
      (sql) => sql`
        select distinct on (code.purpose) gatehouse.now() as now, code.purpose,
          coalesce(sent.accepted_at, code.accepted_at) as accepted_at, code.dispatched_at,
          coalesce(sent.expires_at, code.expires_at) as expires_at,
          case when is_void and sent.accepted_at is null then code.voided_at else code.failed_at end as failed_at,
          case when sent.accepted_at is null then code.outcome else sent.outcome end as outcome,
          case when sent.accepted_at is null then code.outcome_reason else sent.outcome_reason end as outcome_reason
        from gatehouse.activation_codes as code
        join gatehouse.users as holder on holder.application = code.application and holder.id = code.user_id
        cross join lateral (
          select code.voided_at is not null and code.accepted_at is null and code.failed_at is null as is_void
        ) as fate
        -- Of two sign-ups with one address the code of either does: the other's message is never sent, and this is the one
        -- that was.
        left join lateral (
          select other.accepted_at, other.expires_at, other.outcome, other.outcome_reason
          from (
            select id from gatehouse.users as owner where owner.application = holder.application
              and owner.email = holder.email and owner.state in ('active', 'suspended')
            union all
            select id from gatehouse.users as rival where rival.application = holder.application
              and rival.email = holder.email and rival.state in ('pending', 'superseded')
          ) as person
          join gatehouse.activation_codes as other on other.application = holder.application and other.user_id = person.id
          where is_void and other.purpose = code.purpose and other.target is not distinct from code.target
            and other.accepted_at is not null
          order by other.accepted_at desc
          limit 1
        ) as sent on true
        where code.application = ${application} and code.user_id = ${userId}
          -- Messages to the phone of an account are its owner's business.
          and (code.purpose = 'activation' or code.purpose = 'phone' and holder.phone_required
            and (holder.activated_at is null or code.issued_at <= holder.activated_at))
        order by code.purpose, code.issued_at desc, code.number desc`,
    );
    const [mail, text] = (['activation', 'phone'] as const).map((wanted) => rows.find((row) => row.purpose === wanted));
    if (!mail) return null;
    return { ...deliveryOf(mail), phone: text ? deliveryOf(text) : null, serverTime: mail.now.toISOString() };
  }
}

const deliveryOf = ({
  accepted_at,
  dispatched_at,
  expires_at,
  failed_at,
  outcome,
  outcome_reason: reason,
}: StatusRow): PhoneActivationStatus => ({
  delivery: accepted_at ? 'sent' : failed_at ? 'failed' : dispatched_at ? 'sending' : 'queued',
  sentAt: accepted_at?.toISOString() ?? null,
  expiresAt: accepted_at && expires_at ? expires_at.toISOString() : null,
  message: outcome && { state: outcome, reason },
});
