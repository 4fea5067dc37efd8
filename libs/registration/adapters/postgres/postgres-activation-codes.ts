import type { Database } from '@gatehouse/platform/postgres';
import type { ActivationCodes, Dispatch } from '../../application/ports/activation-codes.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { codeToSend, type DispatchRow } from './code-to-send.js';
import { tellStatusWatchers } from './status-channel.js';
import { triesBucket } from './tries-bucket.js';

type Policies = Pick<RegistrationPolicy, 'code' | 'codes'>;

export class PostgresActivationCodes implements ActivationCodes {
  constructor(private readonly database: Database) {}

  async dispatch(application: string, codeId: string, timeoutSeconds: number, policies: Policies): Promise<Dispatch> {
    const policyOf = { ...policies.codes, activation: policies.code };
    const [row] = await this.database.query<DispatchRow & { accepted: boolean; opened: boolean }>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        found as (
          select code.id, code.accepted_at, holder.id as holder_id,
            case when code.purpose = 'password-reset' then holder.email_deliverable
              else coalesce(code.target_deliverable, code.target, holder.email_deliverable) end as recipient,
            -- What a stranger typed as a name never reaches a mailbox; only its owner is called by name.
            case when owner.id is not null then owner.name
              when code.purpose = 'password-reset' then holder.name end as recipient_name,
            coalesce(owner.locale, holder.locale) as locale,
            owner.id is not null as address_taken,
            case code.purpose
              when 'activation' then holder.state = 'pending'
              when 'phone' then holder.state in ('pending', 'active')
              when 'email-change' then holder.state = 'active'
                and coalesce(code.credentials_version, holder.credentials_version) = holder.credentials_version
              -- An address that is nobody's has its codes opened alike; what was sent to an owner stays the owner's.
              else code.user_id is null or code.user_id = holder.id
            end as wanted,
            coalesce(cardinality(gatehouse.hits_since(
              tries.hits, clock.now - make_interval(secs => policy."windowSeconds"))), 0) >= policy."sharedTries"
              as tries_spent,
            policy."longDigits" as long_digits
          from gatehouse.activation_codes as code
          cross join clock
          cross join lateral jsonb_to_record(${sql.json(policyOf as never)}::jsonb -> code.purpose)
            as policy ("windowSeconds" integer, "sharedTries" integer, "longDigits" integer)
          left join lateral (
            select * from gatehouse.users
            where code.purpose <> 'password-reset' and application = code.application and id = code.user_id
            union all
            select * from gatehouse.users
            where code.purpose = 'password-reset' and application = code.application and email = code.target
              and state = 'active'
          ) as holder on true
          left join gatehouse.users as owner on code.purpose in ('activation', 'email-change')
            and owner.application = holder.application and owner.email = coalesce(code.target, holder.email)
            and owner.state in ('active', 'suspended') and owner.id <> holder.id
          left join gatehouse.throttles as tries on tries.application = code.application
            and tries.bucket = ${triesBucket('activation')}
              || case when code.purpose = 'activation' then '' else ':' || code.purpose end
            and tries.key = coalesce(code.target, holder.email)
          where code.application = ${application} and code.id = ${codeId}
            and (code.purpose = 'password-reset' or holder.id is not null)
        ),
        opened as (
          update gatehouse.activation_codes as code set
            dispatched_at = clock.now,
            user_id = coalesce(code.user_id, found.holder_id),
            expires_at = clock.now + make_interval(secs => ${timeoutSeconds} + code.life_seconds),
            digits = case when found.tries_spent then greatest(code.digits, found.long_digits) else code.digits end
          from found, clock
          where code.application = ${application} and code.id = found.id and found.wanted
            and code.accepted_at is null and code.consumed_at is null and code.voided_at is null
            and code.failed_at is null and code.attempts < code.max_attempts
          returning code.*
        )
        select found.accepted_at is not null as accepted, opened.id is not null as opened,
          opened.user_id, opened.key_id,
          opened.purpose, opened.digits, opened.number, opened.life_seconds, found.recipient, found.recipient_name,
          found.locale, found.address_taken,
          (select ${tellStatusWatchers(sql, sql`opened.user_id`)}::text where opened.id is not null) as told
        from found left join opened on true`,
    );
    if (!row) return { kind: 'unknown' };
    if (row.accepted) return { kind: 'already-accepted' };
    return row.opened ? codeToSend(codeId, row) : { kind: 'over' };
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
