import type { Memory } from './memory.js';
import {
  addressesOf,
  type ChangeRow,
  type CodeRow,
  type EventRow,
  isOwner,
  NOBODY,
  newEvents,
  newlyErased,
  type SessionRow,
  type Snapshot,
  type UserRow,
} from './snapshot.js';

const NEXT_STATES: Readonly<Record<UserRow['state'], readonly UserRow['state'][]>> = {
  pending: ['active', 'superseded', 'erased'],
  active: ['suspended', 'erased'],
  suspended: ['active', 'erased'],
  superseded: ['erased'],
  erased: [],
};
const DAY_MS = 86_400_000;
const SHARED_TRIES = 3;

/** What must hold between two moments: what is counted only grows, what is over stays over, what was said stays said. */
export function* faultsOfMoves(before: Snapshot, after: Snapshot): Generator<string> {
  yield* eachMove('user', before.users, after.users, faultsOfUser);
  const erased = newlyErased(before, after);
  const goes = ({ user_id, purpose, target }: CodeRow): boolean =>
    erased.some(
      ({ id }) => user_id === id || (purpose === 'password-reset' && addressesOf(id, before).has(target ?? '')),
    );
  yield* eachMove('code', before.codes, after.codes, faultsOfCode, goes);
  yield* eachMove('session', before.sessions, after.sessions, faultsOfSession);
  const isOfErased = ({ user_id }: { readonly user_id: string }) => erased.some(({ id }) => user_id === id);
  yield* eachMove('change', before.changes, after.changes, faultsOfChange, isOfErased);
  yield* eachMove('notice', before.notices, after.notices, unchanged, isOfErased);
  yield* eachMove('event', before.events, after.events, (old, event) =>
    faultsOfEvent(old, event, after.users.get(old.subject)?.state === 'erased'),
  );
  for (const { subject, type } of newEvents(before, after)) {
    if (before.users.get(subject)?.state === 'erased') yield `user ${subject} is erased, and has ${type}`;
  }
  for (const code of newlyUsed(before, after)) {
    const used = Date.parse(code.consumed_at ?? '');
    if (used < before.now || used > after.now) yield `code ${code.id} was used at another time`;
  }
}

/** Nothing that was there is gone, but what may go, and what became of it is in order. */
function* eachMove<Row>(
  name: string,
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  faultsOf: (old: Row, row: Row) => Generator<string>,
  mayGo: (old: Row) => boolean = () => false,
): Generator<string> {
  for (const [id, old] of before) {
    const row = after.get(id);
    if (row) yield* faultsOf(old, row);
    else if (!mayGo(old)) yield `${name} ${id} is gone`;
  }
}

export const newlyUsed = (before: Snapshot, after: Snapshot): CodeRow[] =>
  [...after.codes.values()].filter(
    ({ id, consumed_at }) => consumed_at !== null && (before.codes.get(id)?.consumed_at ?? null) === null,
  );

/**
 * Of proofs that were answered yes, those that used a code: the same proof again, within its life, is answered as the first
 * one was. Repetitions are of a code that was used before, or by another answer of the same step.
 * @param isOf whether a code is one that the proof may use
 */
export function firstProofs<P extends { readonly digits: string }>(
  proofs: readonly P[],
  { before, after, digitsOf }: { before: Snapshot; after: Snapshot; digitsOf: (code: CodeRow) => string },
  isOf: (code: CodeRow, proof: P) => boolean,
): P[] {
  const taken = new Set<string>();
  return proofs.filter((proof) => {
    const fits = (code: CodeRow) => isOf(code, proof) && digitsOf(code) === proof.digits;
    const fresh = newlyUsed(before, after).find(fits);
    const isRepeated = [...before.codes.values()].some((code) => code.consumed_at !== null && fits(code));
    if (!fresh && isRepeated) return false;
    if (fresh && taken.has(fresh.id)) return false;
    if (fresh) taken.add(fresh.id);
    return true;
  });
}

function* faultsOfEvent(old: EventRow, event: EventRow, isBlanked: boolean): Generator<string> {
  const blanks = Object.entries(event.data).map(([field, value]) => [field, value ?? old.data[field] ?? null]);
  const told = isBlanked ? { ...event, data: Object.fromEntries(blanks) } : event;
  if (JSON.stringify(told) !== JSON.stringify(old)) yield `event ${old.id}, ${old.type}, was changed`;
}

function* faultsOfUser(old: UserRow, user: UserRow): Generator<string> {
  if (old.state === 'erased' && JSON.stringify(user) !== JSON.stringify(old)) yield `user ${old.id} is back`;
  if (user.state === 'erased') return;
  const moved = user.state !== old.state;
  if (moved && !NEXT_STATES[old.state].includes(user.state)) yield `user ${old.id}: ${old.state} to ${user.state}`;
  const isRenamed = user.email !== old.email;
  if (isRenamed && !isOwner(old)) yield `registration ${old.id} has another address`;
  if (user.version < old.version + (moved || isRenamed ? 1 : 0))
    yield `user ${old.id}: version ${old.version} to ${user.version}`;
  yield* faultsOfCredentials(old, user);
}

function* faultsOfCredentials(old: UserRow, user: UserRow): Generator<string> {
  if (user.credentials_version < old.credentials_version) yield `user ${old.id}: credentials went back`;
  if (user.password_hash !== old.password_hash && user.credentials_version === old.credentials_version) {
    yield `user ${old.id}: another password, and no session knows`;
  }
  if (old.activated_at !== null && user.activated_at !== old.activated_at) yield `user ${old.id}: activated again`;
}

const SET_ONCE = ['accepted_at', 'consumed_at', 'voided_at'] as const satisfies readonly (keyof CodeRow)[];

function* faultsOfCode(old: CodeRow, code: CodeRow): Generator<string> {
  if (code.attempts < old.attempts) yield `code ${old.id}: ${old.attempts} tries to ${code.attempts}`;
  if (code.digits < old.digits) yield `code ${old.id} became shorter`;
  if (old.accepted_at !== null && code.digits !== old.digits) yield `code ${old.id} changed after it was sent`;
  if ((code.dispatched_at ?? '') < (old.dispatched_at ?? '')) yield `code ${old.id} was sent earlier than it was`;
  for (const time of SET_ONCE) {
    if (old[time] !== null && code[time] !== old[time]) yield `code ${old.id}: ${time} ${old[time]} to ${code[time]}`;
  }
}

function* faultsOfChange(old: ChangeRow, change: ChangeRow): Generator<string> {
  const isUndone = old.undone_at !== null;
  const told = isUndone ? change : { ...change, undone_at: null };
  if (JSON.stringify(told) !== JSON.stringify(old))
    yield `change ${old.id}, ${isUndone ? 'undone' : 'open'}, was changed`;
}

function* unchanged(old: { readonly id: string }, row: object): Generator<string> {
  if (JSON.stringify(row) !== JSON.stringify(old)) yield `notice ${old.id} was changed`;
}

function* faultsOfSession(old: SessionRow, session: SessionRow): Generator<string> {
  if (old.revoked_at === null) return;
  if (session.revoked_at !== old.revoked_at) yield `session ${old.id} began again`;
  if (session.token_hash !== old.token_hash && session.user_id !== NOBODY)
    yield `session ${old.id} was refreshed after its end`;
}

/** The tries that the short codes of an address share: never more than three a day, and each of them counted. */
export function* faultsOfTries({ comparisons }: Memory, { now, sharedTries }: Snapshot): Generator<string> {
  const since = now - DAY_MS;
  for (const [email, made] of comparisons) {
    const [atLeast, atMost] = [made.filter(({ from }) => from > since), made.filter(({ to }) => to > since)];
    const counted = (sharedTries.get(email) ?? []).filter((time) => time > since).length;
    if (atLeast.length > SHARED_TRIES) yield `codes of ${email} were compared ${atLeast.length} times within a day`;
    if (counted < atLeast.length || counted > atMost.length) {
      yield `${email} has ${counted} tries, ${atLeast.length} to ${atMost.length} were made`;
    }
  }
}
