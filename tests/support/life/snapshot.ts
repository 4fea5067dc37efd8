import type { TestDatabase } from '../database.js';

export interface UserRow {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'suspended' | 'superseded' | 'erased';
  /** Empty once erased, like the hash. */
  readonly email: string;
  readonly email_verified_at: string | null;
  readonly password_hash: string;
  readonly phone: string | null;
  readonly phone_verified_at: string | null;
  readonly version: number;
  readonly credentials_version: number;
  readonly activated_at: string | null;
}

export interface CodeRow {
  readonly id: string;
  /** Null for the reset code of an address, until it is sent to an owner. */
  readonly user_id: string | null;
  readonly purpose: 'activation' | 'phone' | 'email-change' | 'password-reset';
  readonly key_id: string;
  readonly target: string | null;
  readonly digits: number;
  readonly attempts: number;
  readonly max_attempts: number;
  /** Of a code for another address: what the account's was when it was asked for. */
  readonly credentials_version: number | null;
  readonly dispatched_at: string | null;
  readonly accepted_at: string | null;
  readonly consumed_at: string | null;
  readonly voided_at: string | null;
  readonly failed_at: string | null;
}

export interface SessionRow {
  readonly id: string;
  /** Nobody's once its person was erased. */
  readonly user_id: string;
  readonly token_hash: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
}

/** A change of address that was made. */
export interface ChangeRow {
  readonly id: string;
  readonly user_id: string;
  readonly former_email: string;
  /** The version of the account that it led to. */
  readonly account_version: number;
  readonly undo_until: string;
  readonly undone_at: string | null;
}

export interface NoticeRow {
  readonly id: string;
  readonly user_id: string;
  readonly kind: string;
  readonly change_id: string | null;
  readonly recipient: string | null;
}

export interface EventRow {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Everything that is written about anybody, at one moment. */
export interface Snapshot {
  /** By the database's clock, in milliseconds. */
  readonly now: number;
  readonly users: ReadonlyMap<string, UserRow>;
  readonly codes: ReadonlyMap<string, CodeRow>;
  readonly sessions: ReadonlyMap<string, SessionRow>;
  readonly events: ReadonlyMap<string, EventRow>;
  readonly changes: ReadonlyMap<string, ChangeRow>;
  readonly notices: ReadonlyMap<string, NoticeRow>;
  /** Times of the comparisons that the short activation codes of an address share, in milliseconds. */
  readonly sharedTries: ReadonlyMap<string, readonly number[]>;
}

export async function takeSnapshot({ sql }: TestDatabase): Promise<Snapshot> {
  const [row] = await sql<
    {
      now: Date;
      users: UserRow[];
      codes: CodeRow[];
      sessions: SessionRow[];
      events: EventRow[];
      changes: ChangeRow[];
      notices: NoticeRow[];
      tries: { key: string; hits: string[] }[];
    }[]
  >`
    select gatehouse.now() as now,
      (select coalesce(jsonb_agg(to_jsonb(u)
        || jsonb_build_object('email', coalesce(email, ''), 'password_hash', coalesce(password_hash, ''))), '[]') from gatehouse.users u) as users,
      (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from gatehouse.activation_codes c) as codes,
      (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from gatehouse.sessions s) as sessions,
      (select coalesce(jsonb_agg(to_jsonb(e) order by position), '[]') from gatehouse.event_log e) as events,
      (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from gatehouse.email_changes c) as changes,
      (select coalesce(jsonb_agg(to_jsonb(n)), '[]') from gatehouse.notices n) as notices,
      (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from gatehouse.throttles t where bucket = 'short-code-tries')
        as tries`;
  if (!row) throw new Error('A select without a table returned no row');
  return {
    now: row.now.getTime(),
    users: byId(row.users),
    codes: byId(row.codes),
    sessions: byId(row.sessions),
    events: byId(row.events),
    changes: byId(row.changes),
    notices: byId(row.notices),
    sharedTries: new Map(row.tries.map(({ key, hits }) => [key, hits.map((hit) => Date.parse(hit))])),
  };
}

/** What ends the sessions of before: a changed password alone keeps the one that it was changed by. */
export const OVERTAKING: readonly string[] = [
  'user.password-changed.v1',
  'user.password-reset.v1',
  'user.email-change-undone.v1',
  'user.suspended.v1',
];

export const isOwner = ({ state }: UserRow): boolean => state === 'active' || state === 'suspended';

/** Those who were erased between two moments, as they were at the first. */
export const newlyErased = (before: Snapshot, after: Snapshot): UserRow[] =>
  [...before.users.values()].filter(({ id, state }) => state !== 'erased' && after.users.get(id)?.state === 'erased');

/** What the log has gained, in its order. */
export const newEvents = (before: Snapshot, after: Snapshot): EventRow[] =>
  [...after.events.values()].filter(({ id }) => !before.events.has(id));

/** Every address that a user had at some time between two moments, as far as it can be seen, or may have had. */
export function addressesOf(id: string, ...moments: readonly Snapshot[]): ReadonlySet<string> {
  const found = moments.flatMap(({ users, codes, changes }) => [
    users.get(id)?.email,
    ...[...codes.values()].map(({ user_id, purpose, target }) =>
      user_id === id && purpose === 'email-change' ? target : null,
    ),
    ...[...changes.values()].map(({ user_id, former_email }) => (user_id === id ? former_email : null)),
  ]);
  return new Set(found.flatMap((email) => email || []));
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
