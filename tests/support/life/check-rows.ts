import type { CodeRow, EventRow, SessionRow, Snapshot, UserRow } from './snapshot.js';
import { PASSWORDS } from './steps.js';

/** Seconds, as the design has them, whatever the policy says. */
const LIFE: Readonly<Record<CodeRow['purpose'], number>> = {
  activation: 60,
  phone: 300,
  'email-change': 300,
  'password-reset': 600,
};
const SEND_TIMEOUT = 10;

/** What must hold of the rows at any moment, however they came about. Each finding is a sentence. */
export function* faultsOfRows(seen: Snapshot): Generator<string> {
  const bySubject = Map.groupBy(seen.events.values(), ({ subject }) => subject);
  const codesByUser = Map.groupBy(seen.codes.values(), ({ user_id }) => user_id);
  for (const user of seen.users.values()) {
    yield* faultsOfUser(user, bySubject.get(user.id) ?? [], codesByUser.get(user.id) ?? []);
  }
  for (const code of seen.codes.values()) yield* faultsOfCode(code, bySubject.get(code.user_id) ?? []);
  for (const session of seen.sessions.values()) yield* faultsOfSession(session, bySubject.get(session.user_id) ?? []);
  for (const event of seen.events.values()) yield* faultsOfEvent(event, seen);
  yield* faultsOfOwners(seen);
}

function* faultsOfUser(user: UserRow, events: readonly EventRow[], codes: readonly CodeRow[]): Generator<string> {
  const { id, state } = user;
  const expected = {
    'user.registered.v1': 1,
    'user.activated.v1': user.activated_at === null ? 0 : 1,
    'registration.superseded.v1': state === 'superseded' ? 1 : 0,
    'user.password-changed.v1': user.credentials_version - 1,
  };
  for (const [type, times] of Object.entries(expected)) {
    if (count(events, type) !== times) yield `user ${id}, ${state}, has ${count(events, type)} of ${type}`;
  }
  const used = codes.filter(({ purpose, consumed_at }) => purpose === 'activation' && consumed_at !== null);
  const proven = state === 'active' || state === 'suspended';
  if (proven !== (user.activated_at !== null)) yield `user ${id} is ${state}, activated at ${user.activated_at}`;
  if (used.length !== (proven ? 1 : 0)) yield `user ${id}, ${state}, has ${used.length} used codes`;
  if (proven && used[0]?.consumed_at !== user.activated_at) yield `user ${id} was activated without its code`;

  const texted = codes.filter(({ purpose, consumed_at }) => purpose === 'phone' && consumed_at !== null);
  const isProof = (code: CodeRow) => code.consumed_at === user.phone_verified_at && code.target === user.phone;
  if (user.phone_verified_at !== null && !texted.some(isProof)) yield `phone of ${id} is verified by no code`;
  if (count(events, 'user.phone-verified.v1') !== texted.length) yield `user ${id} has used codes without an event`;
}

function* faultsOfCode(code: CodeRow, events: readonly EventRow[]): Generator<string> {
  const { id, consumed_at, voided_at, accepted_at, dispatched_at } = code;
  const issued = events.filter(({ type, data }) => type === 'activation-code.issued.v1' && data['codeId'] === id);
  if (issued.length !== 1) yield `code ${id} has ${issued.length} events`;
  if (code.attempts < 0 || code.attempts > code.max_attempts) yield `code ${id} was tried ${code.attempts} times`;
  if (consumed_at === null) return;
  if (voided_at !== null) yield `code ${id} is used and void`;
  if (dispatched_at === null) return yield `code ${id} was used before it was sent`;
  const [used, sent] = [Date.parse(consumed_at), Date.parse(dispatched_at)];
  const accepted = accepted_at === null ? Number.POSITIVE_INFINITY : Date.parse(accepted_at);
  const end = (accepted <= used ? accepted : sent + SEND_TIMEOUT * 1_000) + LIFE[code.purpose] * 1_000;
  if (used < sent || used >= end) yield `code ${id} was used ${(used - end) / 1_000} s after its end`;
}

function* faultsOfSession({ id, revoked_at }: SessionRow, events: readonly EventRow[]): Generator<string> {
  const own = events.filter(({ data }) => data['sessionId'] === id);
  const [started, revoked] = [count(own, 'session.started.v1'), count(own, 'session.revoked.v1')];
  if (started !== 1) yield `session ${id} has ${started} events of its start`;
  if (revoked !== (revoked_at === null ? 0 : 1)) yield `session ${id} has ${revoked} events of its end`;
}

function* faultsOfOwners({ users }: Snapshot): Generator<string> {
  const owners = [...users.values()].filter(({ state }) => state === 'active' || state === 'suspended');
  for (const [email, { length }] of Map.groupBy(owners, (owner) => owner.email)) {
    if (length > 1) yield `${email} has ${length} owners`;
  }
}

function* faultsOfEvent({ id, type, subject, data }: EventRow, { users, codes }: Snapshot): Generator<string> {
  if (!users.has(subject)) yield `event ${id}, ${type}, has no user`;
  const codeId = data['codeId'];
  if (typeof codeId === 'string' && !codes.has(codeId)) yield `event ${id}, ${type}, has no code`;
  const text = JSON.stringify(data);
  if ([...PASSWORDS, 'quick:'].some((secret) => text.includes(secret))) yield `event ${id}, ${type}, tells a password`;
}

const count = (events: readonly EventRow[], type: string): number =>
  events.filter((event) => event.type === type).length;
