import type { Action, ActionOf } from './action.js';
import type { Memory, Outcome } from './memory.js';
import { passwordOf } from './quick-hasher.js';
import { type CodeRow, isOwner, type Snapshot, type UserRow } from './snapshot.js';

const RETRY_MS = 10_000;
const DAY_MS = 86_400_000;

interface Seen {
  readonly before: Snapshot;
  readonly memory: Memory;
  readonly digitsOf: (code: CodeRow) => string;
}

/**
 * What somebody who is alone with the service must be answered, where the story leaves no doubt: rules that only ever
 * refuse would keep every other invariant.
 */
export function* faultsOfCertainAnswers({ action, answer }: Outcome, seen: Seen): Generator<string> {
  const said = answer.ok ? 'ok' : answer.error.code;
  const certain = certainAnswer(action, seen);
  if (certain !== null && certain !== said)
    yield `${JSON.stringify(action)} was answered ${said} instead of ${certain}`;
  if (said === 'busy') yield `${JSON.stringify(action)} was answered busy, with nobody else there`;
}

/** Null where the story does not tell. */
function certainAnswer(action: Action, { before, memory, digitsOf }: Seen): string | null {
  switch (action.kind) {
    case 'sign-up':
    case 'sign-out':
    case 'ask-reset':
    case 'erase':
      return 'ok';
    case 'sign-in':
      return certainSignIn(action, before);
    case 'activate':
      return certainActivation(action, before, digitsOf);
    case 'ask-email':
      return certainWish(action, before);
    case 'verify-email':
      return certainMove(action, before, digitsOf);
    case 'undo-email':
      return certainUndoing(action, before);
    case 'reset':
      return certainReset(action, before, digitsOf);
    case 'suspend':
    case 'resume': {
      const user = before.users.get(action.userId);
      if (user?.state === 'pending') return 'activation-required';
      return user && isOwner(user) ? 'ok' : 'account-unknown';
    }
    case 'refresh':
      return certainRefresh(action, before, memory);
    case 'change-password':
      return certainRight(action, before);
    default:
      return null;
  }
}

/** What somebody may do who is signed in and knows the password. */
function certainRight({ session, current }: ActionOf<'change-password' | 'ask-email'>, { users }: Snapshot): string {
  const owner = users.get(session.user_id);
  if (!owner || !isOwner(owner)) return 'account-unknown';
  if (owner.state === 'suspended') return 'account-suspended';
  return passwordOf(owner.password_hash) === current ? 'ok' : 'password-wrong';
}

function certainWish(action: ActionOf<'ask-email'>, seen: Snapshot): string {
  const right = certainRight(action, seen);
  return right === 'ok' && seen.users.get(action.session.user_id)?.email === action.email ? 'email-unchanged' : right;
}

/** A right code in its time moves the account to a free address, as long as the password is the one that asked for it. */
function certainMove(
  { session, digits }: ActionOf<'verify-email'>,
  seen: Snapshot,
  digitsOf: (code: CodeRow) => string,
): string | null {
  const owner = seen.users.get(session.user_id);
  if (!owner || !isOwner(owner)) return 'account-unknown';
  if (owner.state === 'suspended') return 'account-suspended';
  const codes = [...seen.codes.values()].filter(
    (code) =>
      code.purpose === 'email-change' &&
      code.user_id === owner.id &&
      code.credentials_version === owner.credentials_version &&
      code.consumed_at === null &&
      code.voided_at === null &&
      code.dispatched_at !== null,
  );
  const isUsed = ({ purpose, user_id, consumed_at }: CodeRow) =>
    purpose === 'email-change' && user_id === owner.id && consumed_at !== null;
  // The same proof again is answered as the first one was, while its code lives and what it did stands.
  if ([...seen.codes.values()].some((code) => isUsed(code) && digitsOf(code) === digits)) return null;
  const right = codes.find((code) => digitsOf(code) === digits);
  if (!right) return codes.every(({ attempts }) => attempts < 3) ? 'code-invalid' : null;
  if (right.attempts >= 3 || right.failed_at !== null || !isLive(right, seen.now)) return null;
  return ownerOf(right.target ?? '', seen) ? 'code-invalid' : 'ok';
}

/** For 72 hours the former mailbox wins, whatever has become of the account since, unless its address is another's. */
function certainUndoing({ changeId }: ActionOf<'undo-email'>, seen: Snapshot): string {
  const change = seen.changes.get(changeId);
  const owner = seen.users.get(change?.user_id ?? '');
  if (!change || change.undone_at !== null || seen.now >= Date.parse(change.undo_until) || !owner || !isOwner(owner)) {
    return 'undo-over';
  }
  const rival = ownerOf(change.former_email, seen);
  return rival && rival.id !== owner.id ? 'former-email-taken' : 'ok';
}

function certainSignIn({ email, password }: ActionOf<'sign-in'>, seen: Snapshot): string {
  const owner = ownerOf(email, seen);
  if (owner && passwordOf(owner.password_hash) === password)
    return owner.state === 'active' ? 'ok' : 'account-suspended';
  const isKnown = unprovenOf(email, seen).some((user) => passwordOf(user.password_hash) === password);
  return isKnown ? 'activation-required' : 'credentials-invalid';
}

function certainRefresh({ token }: ActionOf<'refresh'>, { now, sessions }: Snapshot, { fates, tokens }: Memory) {
  const end = Date.parse(sessions.get(token.sessionId)?.expires_at ?? '');
  if (fates.get(token.sessionId) !== 'good' || now >= end) return null;
  const latest = tokens.filter(({ sessionId }) => sessionId === token.sessionId).at(-1)?.generation ?? 0;
  const isRetry = token.generation === latest - 1 && now - (token.exchangedAt ?? 0) < RETRY_MS;
  return token.generation === latest || isRetry ? 'ok' : 'refresh-token-invalid';
}

function certainActivation(
  { email, password, digits }: ActionOf<'activate'>,
  seen: Snapshot,
  digitsOf: (code: CodeRow) => string,
): string | null {
  const owner = ownerOf(email, seen);
  if (owner && passwordOf(owner.password_hash) === password) {
    return owner.state === 'active' ? 'already-active' : 'account-suspended';
  }
  const mine = unprovenOf(email, seen).filter((user) => passwordOf(user.password_hash) === password);
  if (mine.length === 0) return 'credentials-invalid';
  const codes = [...seen.codes.values()].filter(
    (code) =>
      code.purpose === 'activation' &&
      mine.some(({ id, state }) => id === code.user_id && state === 'pending') &&
      code.consumed_at === null &&
      code.voided_at === null &&
      code.dispatched_at !== null,
  );
  const open = codes.filter((code) => !isOver(code, seen.now));
  const spent = (seen.sharedTries.get(email) ?? []).filter((time) => time > seen.now - DAY_MS).length;
  const affordable = open.filter(({ digits: length }) => length < 8).length <= 3 - spent;
  const right = open.find((code) => digitsOf(code) === digits);
  // Whose message was given up is not told by the story how it stands.
  if (codes.some(({ failed_at }) => failed_at !== null)) return null;
  if (right && !owner && affordable && right.attempts < 3 && isLive(right, seen.now)) return 'ok';
  const lateOnly = !right && codes.some((code) => isOver(code, seen.now) && digitsOf(code) === digits);
  if (lateOnly) return 'code-expired';
  return codes.length === 0 ? 'code-invalid' : null;
}

/** A right code in its time opens the account that it was sent to, and none but an active one. */
function certainReset(
  { email, digits }: ActionOf<'reset'>,
  seen: Snapshot,
  digitsOf: (code: CodeRow) => string,
): string | null {
  const codes = [...seen.codes.values()].filter(
    (code) => code.purpose === 'password-reset' && code.target === email && code.dispatched_at !== null,
  );
  const right = codes.filter((code) => digitsOf(code) === digits);
  if (right.length === 0 && codes.every((code) => code.attempts < 3)) return 'code-invalid';
  const owner = ownerOf(email, seen);
  const isGood = (code: CodeRow): boolean =>
    code.consumed_at === null &&
    code.voided_at === null &&
    code.attempts < 3 &&
    isLive(code, seen.now) &&
    owner?.state === 'active' &&
    code.user_id === owner.id;
  return right.length === 1 && right.every(isGood) ? 'ok' : null;
}

const LIFE_MS = { activation: 60_000, phone: 300_000, 'email-change': 300_000, 'password-reset': 600_000 };
const SEND_TIMEOUT_MS = 10_000;

const isOver = ({ accepted_at, purpose }: CodeRow, now: number): boolean =>
  accepted_at !== null && now >= Date.parse(accepted_at) + LIFE_MS[purpose];

const isLive = ({ accepted_at, dispatched_at, purpose }: CodeRow, now: number): boolean =>
  now <
  (accepted_at === null ? Date.parse(dispatched_at ?? '') + SEND_TIMEOUT_MS : Date.parse(accepted_at)) +
    LIFE_MS[purpose];

const ownerOf = (email: string, { users }: Snapshot): UserRow | undefined =>
  [...users.values()].find((user) => user.email === email && isOwner(user));

const unprovenOf = (email: string, { users }: Snapshot): UserRow[] =>
  [...users.values()].filter(
    (user) => user.email === email && (user.state === 'pending' || user.state === 'superseded'),
  );
