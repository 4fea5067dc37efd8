import { commitLater, decided, IncompleteAnswer, type Sql } from '@gatehouse/platform/postgres';
import type { Dispatch } from '../../../application/ports/codes.js';
import { type CodePurpose, claimsAddress, isTexted, purposes } from '../../../domain/code/purposes.js';
import { deliverableAddress } from '../../../domain/email-address.js';
import type { RegistrationPolicy } from '../../../domain/policy.js';
import { purposesThat } from '../sql/purposes.js';
import { notifyStatusWatchers } from './postgres-status-watch.js';

export interface CodeKey {
  readonly application: string;
  readonly codeId: string;
}

export interface CodeToDispatch extends CodeKey {
  readonly sendTimeoutSeconds: number;
  readonly isRetried: boolean;
  readonly policies: RegistrationPolicy['codes'];
}

export interface CodeToStart extends CodeKey {
  readonly isFollowed: boolean;
}

/** Each call has its row, whatever there is to say. */
export interface AskedRow {
  readonly application: string;
  readonly id: string;
  readonly known: boolean;
}

export interface DispatchedRow extends AskedRow {
  readonly accepted: boolean;
  readonly opened: boolean;
  readonly user_id: string | null;
  readonly key_id: string;
  readonly purpose: CodePurpose;
  readonly digits: number;
  readonly number: number;
  readonly life_seconds: number;
  readonly redirect: string | null;
  /** E.164 for an SMS, else an address as it is shown; null if there is no one to send it to. */
  readonly recipient: string | null;
  readonly recipient_name: string | null;
  readonly locale: string | null;
  readonly address_taken: boolean;
}

/** Opens codes for the moment of sending, and returns what to send: a row for each call. */
export const dispatchStatement = (sql: Sql, calls: readonly CodeToDispatch[]) => sql`
        with clock as materialized (select gatehouse.now() as now),
        asked as (
          select application, code_id::uuid, timeout_seconds::integer, is_retried::boolean, policies::jsonb
          from unnest(${calls.map(({ application }) => application)}::text[], ${calls.map(({ codeId }) => codeId)}::text[],
            ${calls.map(({ sendTimeoutSeconds }) => String(sendTimeoutSeconds))}::text[],
            ${calls.map(({ isRetried }) => String(isRetried))}::text[],
            ${calls.map(({ policies }) => JSON.stringify(policies))}::text[])
            as asked (application, code_id, timeout_seconds, is_retried, policies)
        ),
        found as materialized (
          select code.application, code.id, code.accepted_at, holder.id as holder_id, asked.timeout_seconds, asked.is_retried,
            code.user_id is null and code.accepted_at is null as is_unowned, rule."admits",
            case when rule."holder" = 'address' then holder.email_deliverable
              else coalesce(code.target_deliverable, code.target, holder.email_deliverable) end as recipient,
            -- What a stranger typed as a name never reaches a mailbox; only its owner is called by name.
            case when owner.id is not null then owner.name
              when rule."holder" = 'address' then holder.name end as recipient_name,
            coalesce(owner.locale, holder.locale) as locale,
            owner.id is not null as address_taken,
            case rule."holder"
              when 'user' then holder.state = any(rule."admits")
                and coalesce(code.credentials_version, holder.credentials_version) = holder.credentials_version
              -- An address without an account has its codes opened alike; what was sent to an owner stays the owner's.
              else code.user_id is null or code.user_id = holder.id
            end as wanted,
            -- Not joined: without statistics PostgreSQL would look through all throttles of the application.
            coalesce((select cardinality(gatehouse.hits_since(
                tries.hits, clock.now - make_interval(secs => policy."windowSeconds")))
              from gatehouse.throttles as tries
              where tries.application = code.application and tries.bucket = rule."triesBucket"
                and tries.key = coalesce(code.target, holder.email)), 0) >= policy."sharedTries" as tries_spent,
            policy."longDigits" as long_digits
          from asked
          join gatehouse.activation_codes as code on code.application = asked.application and code.id = asked.code_id
          cross join clock
          cross join lateral jsonb_to_record(asked.policies -> code.purpose)
            as policy ("windowSeconds" integer, "sharedTries" integer, "longDigits" integer)
          cross join lateral jsonb_to_record(${sql.json(purposes)}::jsonb -> code.purpose)
            as rule ("holder" text, "admits" text[], "claimsAddress" boolean, "triesBucket" text)
          left join lateral (
            select * from gatehouse.users
            where rule."holder" = 'user' and application = code.application and id = code.user_id
            union all
            select * from gatehouse.users
            where rule."holder" = 'address' and application = code.application and email = code.target
              and state in ('active', 'suspended') and state = any(rule."admits")
          ) as holder on true
          left join gatehouse.users as owner on rule."claimsAddress"
            and owner.application = holder.application and owner.email = coalesce(code.target, holder.email)
            and owner.state in ('active', 'suspended') and owner.id <> holder.id
          where rule."holder" = 'address' or holder.id is not null
        ),
        -- Whose an address' code is, shows now. An erasure that waits for the account must not go on without the code, so the
        -- version rises; one that is ahead leaves nobody to give it to.
        holders as materialized (
          select holder.application, holder.id
          from found join gatehouse.users as holder on holder.application = found.application and holder.id = found.holder_id
          where found.wanted and found.is_unowned and holder.state = any(found."admits")
          order by holder.application, holder.id
          for update of holder
        ),
        owners as (
          update gatehouse.users as owner set version = owner.version + 1
          from holders where owner.application = holders.application and owner.id = holders.id
          returning owner.application, owner.id
        ),
        -- Users before codes, as everybody else.
        ${inOrder(sql, sql`found where found.wanted and (select count(*) from owners) >= 0`)},
        opened as (
          update gatehouse.activation_codes as code set
            dispatched_at = clock.now, failed_at = null, failure = null,
            user_id = coalesce(code.user_id, owners.id),
            expires_at = clock.now + make_interval(secs => found.timeout_seconds + code.life_seconds),
            digits = case when found.tries_spent then greatest(code.digits, found.long_digits) else code.digits end
          from locked join found using (application, id)
            left join owners on owners.application = found.application and owners.id = found.holder_id, clock
          where code.application = locked.application and code.id = locked.id
            and code.accepted_at is null and code.consumed_at is null and code.voided_at is null
            and code.attempts < code.max_attempts
            and (code.failed_at is null or found.is_retried)
            -- Retried long after it was requested: not beside a later one, which the person asked for instead.
            and not (found.is_retried and exists (
              select 1 from gatehouse.activation_codes as later
              where later.application = code.application and later.user_id = found.holder_id
                and later.purpose = code.purpose and later.issued_at > code.issued_at
              union all
              select 1 from gatehouse.activation_codes as later
              where later.application = code.application and later.purpose = code.purpose and later.target = code.target
                and later.purpose in ${purposesThat(sql, ({ holder }) => holder === 'address')}
                and later.issued_at > code.issued_at))
          returning code.*
        )
        select asked.application, asked.code_id as id, found.id is not null as known, found.accepted_at is not null as accepted,
          opened.id is not null as opened, opened.user_id, opened.key_id,
          opened.purpose, opened.digits, opened.number, opened.life_seconds, opened.redirect, found.recipient, found.recipient_name,
          found.locale, found.address_taken,
          (select ${notifyStatusWatchers(sql, sql`opened.user_id`)}::text where opened.id is not null) as notified
        from asked
        left join found on found.application = asked.application and found.id = asked.code_id
        left join opened on opened.application = found.application and opened.id = found.id`;

/** Starts the lives of codes: a row for each call. */
export const startStatement = (sql: Sql, calls: readonly CodeToStart[]) => sql`
        with clock as materialized (select gatehouse.now() as now),
        asked as (
          select application, code_id::uuid as id, is_followed::boolean
          from unnest(${calls.map(({ application }) => application)}::text[], ${calls.map(({ codeId }) => codeId)}::text[],
            ${calls.map(({ isFollowed }) => String(isFollowed))}::text[])
            as asked (application, code_id, is_followed)
        ),
        ${inOrder(sql, sql`asked`)},
        started as (
          update gatehouse.activation_codes as code set
            accepted_at = clock.now, expires_at = clock.now + make_interval(secs => code.life_seconds),
            -- Its provider may have told more before we knew that it accepted the message.
            outcome = coalesce(code.outcome, case when asked.is_followed then 'sent' end)
          from locked join asked using (application, id), clock
          where code.application = locked.application and code.id = locked.id and code.accepted_at is null
          returning code.user_id, ${commitLater(sql)}
        )
        select asked.application, asked.id, code.id is not null as known,
          (select count(notified) from (select ${notifyStatusWatchers(sql, sql`user_id`)}::text as notified from started) as watchers)
        from asked
        left join gatehouse.activation_codes as code on code.application = asked.application and code.id = asked.id`;

/** Gives a code up; a row where there is such a code. */
export const abandonStatement = (sql: Sql, { application, codeId }: CodeKey, reason: string) => sql`
        with abandoned as (
          update gatehouse.activation_codes set failed_at = gatehouse.now(), failure = ${reason}, expires_at = null
          where application = ${application} and id = ${codeId} and accepted_at is null and failed_at is null
          returning user_id
        )
        ${decided(
          sql,
          sql`select (select ${notifyStatusWatchers(sql, sql`abandoned.user_id`)}::text from abandoned) as notified
        from gatehouse.activation_codes where application = ${application} and id = ${codeId}`,
        )}`;

/** Locks the codes of `source (application, id)` by id, as every statement that locks several does: so no deadlock is possible. */
export const inOrder = (sql: Sql, source: ReturnType<Sql>) => sql`
  locked as materialized (
    select code.application, code.id
    from (select application, id from ${source}) as wanted join gatehouse.activation_codes as code using (application, id)
    order by code.application, code.id
    for update of code
  )`;

/** The rows in the order of their calls. */
export function rowsOf<Row extends AskedRow>(calls: readonly CodeKey[], rows: readonly Row[]): Row[] {
  const answers = new Map(rows.map((row) => [`${row.application}/${row.id}`, row]));
  return calls.map(({ application, codeId }) => {
    const answer = answers.get(`${application}/${codeId}`);
    if (!answer) throw new IncompleteAnswer('A call of several has no row in the answer');
    return answer;
  });
}

export function dispatchOf(row: DispatchedRow): Dispatch {
  if (!row.known) return { kind: 'unknown' };
  if (row.accepted) return { kind: 'already-accepted' };
  return row.opened ? codeToSend(row) : { kind: 'over' };
}

function codeToSend(row: DispatchedRow): Dispatch {
  const {
    id,
    key_id: keyId,
    purpose,
    user_id: userId,
    recipient,
    digits,
    number,
    life_seconds: lifeSeconds,
    locale,
    redirect,
  } = row;
  if (recipient === null || userId === null) return { kind: 'nobody' };
  const code = { id, keyId, digits, number, lifeSeconds, locale };
  if (isTexted(purpose)) return { kind: 'send', code: { ...code, purpose, recipient: { phone: recipient } } };
  const mailbox = { email: deliverableAddress(recipient), name: row.recipient_name };
  return row.address_taken && claimsAddress(purpose)
    ? { kind: 'taken', purpose, recipient: mailbox, locale }
    : { kind: 'send', code: { ...code, purpose, userId, recipient: mailbox, redirect } };
}
