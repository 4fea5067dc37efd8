import type { Database } from '@gatehouse/platform/postgres';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import type { ActivationStatus, PhoneActivationStatus } from '../../contract/read-models/activation-status.js';

interface StatusRow {
  readonly now: Date;
  readonly purpose: 'activation' | 'phone';
  readonly accepted_at: Date | null;
  readonly dispatched_at: Date | null;
  readonly expires_at: Date | null;
  readonly failed_at: Date | null;
}

export class PostgresFindActivationStatus implements FindActivationStatus {
  constructor(private readonly database: Database) {}

  async execute({ application, userId }: { application: string; userId: string }): Promise<ActivationStatus | null> {
    const rows = await this.database.query<StatusRow>(
      (sql) => sql`
        select distinct on (code.purpose) gatehouse.now() as now, code.purpose, code.accepted_at, code.dispatched_at,
          code.expires_at, code.failed_at
        from gatehouse.activation_codes as code
        join gatehouse.users as holder on holder.application = code.application and holder.id = code.user_id
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

const deliveryOf = ({ accepted_at, dispatched_at, expires_at, failed_at }: StatusRow): PhoneActivationStatus => ({
  delivery: accepted_at ? 'sent' : failed_at ? 'failed' : dispatched_at ? 'sending' : 'queued',
  sentAt: accepted_at?.toISOString() ?? null,
  expiresAt: accepted_at && expires_at ? expires_at.toISOString() : null,
});
