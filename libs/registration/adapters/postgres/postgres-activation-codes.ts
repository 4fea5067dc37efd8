import type { Database } from '@gatehouse/platform/postgres';
import type { ActivationCodes, CodeToSend, Dispatch } from '../../application/ports/activation-codes.js';
import type { CodePolicy } from '../../domain/policy.js';
import { tellStatusWatchers } from './status-channel.js';

interface DispatchRow extends Omit<CodeToSend, 'id' | 'keyId' | 'recipient' | 'lifeSeconds' | 'addressTaken'> {
  readonly key_id: string;
  readonly life_seconds: number;
  readonly accepted: boolean;
  readonly opened: boolean;
  readonly email_deliverable: string;
  readonly owner_name: string | null;
  readonly address_taken: boolean;
}

export class PostgresActivationCodes implements ActivationCodes {
  constructor(private readonly database: Database) {}

  async dispatch(application: string, codeId: string, timeoutSeconds: number, policy: CodePolicy): Promise<Dispatch> {
    const [row] = await this.database.query<DispatchRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        found as (
          select code.id, code.accepted_at, holder.state as holder_state, holder.email_deliverable,
            coalesce(owner.locale, holder.locale) as locale, owner.name as owner_name,
            owner.id is not null as address_taken,
            coalesce(cardinality(gatehouse.hits_since(
              tries.hits, clock.now - make_interval(secs => ${policy.windowSeconds}))), 0) as wrong_tries
          from gatehouse.activation_codes as code
          cross join clock
          join gatehouse.users as holder on holder.application = code.application and holder.id = code.user_id
          left join gatehouse.users as owner on owner.application = holder.application
            and owner.email = holder.email and owner.state in ('active', 'suspended') and owner.id <> holder.id
          left join gatehouse.throttles as tries on tries.application = code.application
            and tries.bucket = 'short-code-tries' and tries.key = holder.email
          where code.application = ${application} and code.id = ${codeId}
        ),
        opened as (
          update gatehouse.activation_codes as code set
            dispatched_at = clock.now,
            expires_at = clock.now + make_interval(secs => ${timeoutSeconds} + code.life_seconds),
            digits = case when found.wrong_tries >= ${policy.sharedTries}
              then greatest(code.digits, ${policy.longDigits}) else code.digits end
          from found, clock
          where code.application = ${application} and code.id = found.id and found.holder_state = 'pending'
            and code.accepted_at is null and code.consumed_at is null and code.voided_at is null
            and code.failed_at is null and code.attempts < code.max_attempts
          returning code.*
        )
        select found.accepted_at is not null as accepted, opened.id is not null as opened, opened.key_id,
          opened.purpose, opened.digits, opened.number, opened.life_seconds, found.email_deliverable, found.locale,
          found.owner_name, found.address_taken,
          (select ${tellStatusWatchers(sql, sql`opened.user_id`)}::text where opened.id is not null) as told
        from found left join opened on true`,
    );
    if (!row) return { kind: 'unknown' };
    if (row.accepted) return { kind: 'already-accepted' };
    if (!row.opened) return { kind: 'over' };
    const { purpose, digits, number, locale } = row;
    return {
      kind: 'send',
      code: {
        id: codeId,
        keyId: row.key_id,
        purpose,
        digits,
        number,
        locale,
        lifeSeconds: row.life_seconds,
        // What a stranger typed as a name never reaches the mailbox; only its owner is called by name.
        recipient: { email: row.email_deliverable, name: row.owner_name },
        addressTaken: row.address_taken,
      },
    };
  }

  async start(application: string, codeId: string): Promise<boolean> {
    const rows = await this.database.query(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        started as (
          update gatehouse.activation_codes as code set
            accepted_at = clock.now, expires_at = clock.now + make_interval(secs => code.life_seconds)
          from clock
          where code.application = ${application} and code.id = ${codeId} and code.accepted_at is null
          returning code.user_id
        )
        select (select ${tellStatusWatchers(sql, sql`started.user_id`)}::text from started) as told
        from gatehouse.activation_codes where application = ${application} and id = ${codeId}`,
    );
    return rows.length > 0;
  }

  async abandon(application: string, codeId: string, reason: string): Promise<boolean> {
    const rows = await this.database.query(
      (sql) => sql`
        with abandoned as (
          update gatehouse.activation_codes set failed_at = gatehouse.now(), failure = ${reason}, expires_at = null
          where application = ${application} and id = ${codeId} and accepted_at is null and failed_at is null
          returning user_id
        )
        select (select ${tellStatusWatchers(sql, sql`abandoned.user_id`)}::text from abandoned) as told
        from gatehouse.activation_codes where application = ${application} and id = ${codeId}`,
    );
    return rows.length > 0;
  }
}
