import {
  type CodeRow,
  type EventRow,
  isOwner,
  NOBODY,
  OVERTAKING,
  type SessionRow,
  type Snapshot,
  type UserRow,
} from './snapshot.js';
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
  for (const code of seen.codes.values()) {
    // Whose the address is that asked for a reset is nobody's to know, so the code speaks for itself.
    const subject = code.purpose === 'password-reset' ? code.id : (code.user_id ?? '');
    yield* faultsOfCode(code, bySubject.get(subject) ?? []);
  }
  for (const session of seen.sessions.values()) yield* faultsOfSession(session, bySubject.get(session.user_id) ?? []);
  for (const event of seen.events.values()) yield* faultsOfEvent(event, seen);
  yield* faultsOfOwners(seen);
  for (const { id, user_id } of [...seen.changes.values(), ...seen.notices.values()]) {
    if (seen.users.get(user_id)?.state === 'erased')
      yield `user ${user_id} is erased, and ${id} tells of their address`;
  }
}

function* faultsOfUser(user: UserRow, events: readonly EventRow[], codes: readonly CodeRow[]): Generator<string> {
  const { id, state } = user;
  yield* faultsOfClosing(user, events);
  if (state === 'erased') return yield* faultsOfErased(user, events, codes);
  const expected = {
    'user.registered.v1': 1,
    'user.activated.v1': user.activated_at === null ? 0 : 1,
    'registration.superseded.v1': state === 'superseded' ? 1 : 0,
  };
  for (const [type, times] of Object.entries(expected)) {
    if (count(events, type) !== times) yield `user ${id}, ${state}, has ${count(events, type)} of ${type}`;
  }
  const versions = OVERTAKING.reduce((sum, type) => sum + count(events, type), 1);
  if (user.credentials_version !== versions)
    yield `user ${id} has credentials ${user.credentials_version}, not ${versions}`;
  // Sessions are ended by the version that an event tells: one too low would let some go on.
  const told = events.filter(({ type }) => OVERTAKING.includes(type)).map(({ data }) => data['credentialsVersion']);
  if (told.some((version, index) => version !== index + 2)) yield `user ${id} was told to have credentials ${told}`;
  const used = codes.filter(({ purpose, consumed_at }) => purpose === 'activation' && consumed_at !== null);
  const proven = isOwner(user);
  if (proven !== (user.activated_at !== null)) yield `user ${id} is ${state}, activated at ${user.activated_at}`;
  if (used.length !== (proven ? 1 : 0)) yield `user ${id}, ${state}, has ${used.length} used codes`;
  if (proven && used[0]?.consumed_at !== user.activated_at) yield `user ${id} was activated without its code`;
  yield* faultsOfPhone(user, events, codes);
}

function* faultsOfPhone(user: UserRow, events: readonly EventRow[], codes: readonly CodeRow[]): Generator<string> {
  const { id } = user;
  const texted = codes.filter(({ purpose, consumed_at }) => purpose === 'phone' && consumed_at !== null);
  const isProof = (code: CodeRow) => code.consumed_at === user.phone_verified_at && code.target === user.phone;
  if (user.phone_verified_at !== null && !texted.some(isProof)) yield `phone of ${id} is verified by no code`;
  if (count(events, 'user.phone-verified.v1') !== texted.length) yield `user ${id} has used codes without an event`;
}

function* faultsOfClosing({ id, state }: UserRow, events: readonly EventRow[]): Generator<string> {
  const open = count(events, 'user.suspended.v1') - count(events, 'user.resumed.v1');
  if (state === 'erased' ? open !== 0 && open !== 1 : open !== (state === 'suspended' ? 1 : 0)) {
    yield `user ${id}, ${state}, was suspended ${open} times more than resumed`;
  }
  if (count(events, 'user.erased.v1') !== (state === 'erased' ? 1 : 0)) yield `user ${id}, ${state}, and events differ`;
}

/** Nothing is left but the id, and when it came and went. */
function* faultsOfErased(user: UserRow, events: readonly EventRow[], codes: readonly CodeRow[]): Generator<string> {
  const { id, email, password_hash, phone, email_verified_at, phone_verified_at } = user;
  const left = [email, password_hash, phone, email_verified_at, phone_verified_at].filter((field) => field);
  if (left.length > 0 || codes.length > 0) yield `user ${id} is erased, and ${left}, ${codes.length} codes are left`;
  const telling = events.filter(({ type, data }) =>
    (PERSONAL[type] ?? []).some((field) => (data[field] ?? null) !== null),
  );
  if (telling.length > 0) yield `user ${id} is erased, and ${telling.map(({ type }) => type)} tell of them`;
}

/** Why a session has ended is the service's own word; why somebody was suspended is not. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  'user.registered.v1': ['email', 'locale'],
  'user.activated.v1': ['email', 'locale'],
  'user.email-changed.v1': ['email'],
  'user.email-change-undone.v1': ['email'],
  'user.suspended.v1': ['reason'],
};

function* faultsOfCode(code: CodeRow, events: readonly EventRow[]): Generator<string> {
  const { id, consumed_at, voided_at, accepted_at, dispatched_at } = code;
  const asked = code.purpose === 'password-reset' ? 'password-reset.requested.v1' : 'activation-code.issued.v1';
  const issued = events.filter(({ type, data }) => type === asked && data['codeId'] === id);
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

function* faultsOfSession({ id, user_id, revoked_at }: SessionRow, events: readonly EventRow[]): Generator<string> {
  if (user_id === NOBODY) {
    if (revoked_at === null) yield `session ${id} is nobody's and goes on`;
    return;
  }
  const own = events.filter(({ data }) => data['sessionId'] === id);
  const [started, revoked] = [count(own, 'session.started.v1'), count(own, 'session.revoked.v1')];
  if (started !== 1) yield `session ${id} has ${started} events of its start`;
  if (revoked !== (revoked_at === null ? 0 : 1)) yield `session ${id} has ${revoked} events of its end`;
}

function* faultsOfOwners({ users }: Snapshot): Generator<string> {
  const owners = [...users.values()].filter(isOwner);
  for (const [email, { length }] of Map.groupBy(owners, (owner) => owner.email)) {
    if (length > 1) yield `${email} has ${length} owners`;
  }
}

function* faultsOfEvent({ id, type, subject, data }: EventRow, { users, codes }: Snapshot): Generator<string> {
  if (type === 'password-reset.requested.v1') return;
  // An address that is nobody's has no user, and a failure there speaks for itself.
  if (type === 'authentication.failed.v1' && data['userId'] === null) {
    if (subject !== id) yield `event ${id}, ${type}, is about ${subject}`;
    return;
  }
  const user = users.get(subject);
  if (!user) yield `event ${id}, ${type}, has no user`;
  const codeId = data['codeId'];
  if (typeof codeId === 'string' && !codes.has(codeId) && user?.state !== 'erased')
    yield `event ${id}, ${type}, has no code`;
  const text = JSON.stringify(data);
  if ([...PASSWORDS, 'quick:'].some((secret) => text.includes(secret))) yield `event ${id}, ${type}, tells a password`;
}

const count = (events: readonly EventRow[], type: string): number =>
  events.filter((event) => event.type === type).length;
