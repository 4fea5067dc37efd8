import type { Sql } from '@gatehouse/platform/postgres';
import type { CodeTry } from '../../../application/ports/codes.js';
import type { CodePolicy } from '../../../domain/policy.js';

export interface TriesToCount {
  readonly application: string;
  /** Where the tries are kept that codes share, and of which address or phone. */
  readonly bucket: string;
  readonly key: string;
  readonly charge: CodeTry['charge'];
  /** The code that was right, if one was. */
  readonly winnerCode: string | null;
  readonly policy: CodePolicy;
}

/** Whether `code` still takes a try at `clock`; the winner must live as well. */
export const isUsable = (sql: Sql, winnerCode: string | null) => sql`
      code.attempts < code.max_attempts and not (code.accepted_at is not null and code.expires_at <= now)
          and (code.id is distinct from ${winnerCode} or code.expires_at > now)`;

/**
 * Counts a try on every charged code, all or none: none where one of them is not among `locked` or not `usable`, or where
 * the tries that they share have no room left. The winner is consumed by it, the other charged codes are void.
 * After `clock` and `locked (id, usable)`; `counted` has the charged codes' `consumed_at` and targets.
 */
export function countTries(sql: Sql, { application, bucket, key, charge, winnerCode, policy }: TriesToCount) {
  const ids = charge.map(({ id }) => id);
  const shared = charge.filter(({ sharesTries }) => sharesTries).length;
  return sql`
    complete as materialized (
      select count(*) = ${ids.length} as yes from locked where usable and id = any(${ids}::uuid[])
    ),
    budget as (
      insert into gatehouse.throttles as seen (application, bucket, key, hits)
      select ${application}, ${bucket}, ${key}, array_fill(now, array[${shared}::int])
      from clock, complete
      where ${shared} > 0 and complete.yes
      on conflict (application, bucket, key) do update set hits = gatehouse.hits_since(
          seen.hits, excluded.hits[1] - make_interval(secs => ${policy.windowSeconds})) || excluded.hits
        where cardinality(gatehouse.hits_since(
          seen.hits, excluded.hits[1] - make_interval(secs => ${policy.windowSeconds}))) + ${shared}
          <= ${policy.sharedTries}
      returning 1
    ),
    counted as (
      update gatehouse.activation_codes as code set
        attempts = code.attempts + 1,
        consumed_at = case when code.id = ${winnerCode} then clock.now end,
        voided_at = case when code.id <> ${winnerCode} then clock.now end
      from clock, complete
      where code.application = ${application} and code.id = any(${ids}::uuid[]) and complete.yes
        and (${shared} = 0 or exists (select 1 from budget))
      returning code.consumed_at, code.target, code.target_deliverable
    )`;
}
