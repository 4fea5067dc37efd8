import type { KnownToken } from './action.js';
import { firstProofs, newlyUsed } from './check-moves.js';
import { done, type Memory, type Outcome, outcomesOf } from './memory.js';
import { passwordOf } from './quick-hasher.js';
import { addressesOf, type CodeRow, NOBODY, newEvents, type Snapshot } from './snapshot.js';

interface Seen {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly digitsOf: (code: CodeRow) => string;
  /** What was known before. */
  readonly memory: Memory;
}

const RETRY_MS = 10_000;

/** What must hold between answers and rows: what was promised is there, and nothing is there that was not asked for. */
export function* faultsOfAnswers(outcomes: readonly Outcome[], seen: Seen): Generator<string> {
  yield* faultsOfSignUps(outcomes, seen);
  yield* faultsOfProofs(outcomes, seen);
  yield* faultsOfSignIns(outcomes, seen);
  yield* faultsOfRefreshes(outcomes, seen);
  yield* faultsOfPasswords(outcomes, seen);
  for (const { action } of done(outcomes, 'sign-out')) {
    if (seen.after.sessions.get(action.session.id)?.revoked_at == null)
      yield `session ${action.session.id} was not ended`;
  }
}

function* faultsOfSignUps(outcomes: readonly Outcome[], { before, after }: Seen): Generator<string> {
  const promised = done(outcomes, 'sign-up').map(({ value }) => (value as { profile: { id: string } }).profile.id);
  const written = [...after.users.keys()].filter((id) => !before.users.has(id));
  if (promised.sort().join() !== written.sort().join()) yield `signed up: ${promised}; written: ${written}`;
}

/** Activations and phones: one code used for each yes, of the right person, with the right digits. */
function* faultsOfProofs(outcomes: readonly Outcome[], { before, after, digitsOf }: Seen): Generator<string> {
  const used = newlyUsed(before, after).filter(({ purpose }) => purpose !== 'password-reset');
  // Of whom was erased at the same moment no code is left to look at.
  const isLeft = (id: string): boolean => after.users.get(id)?.state !== 'erased';
  const activated = done(outcomes, 'activate')
    .map(({ action, value }) => ({ ...action, id: (value as { id: string }).id }))
    .filter(({ id }) => isLeft(id));
  for (const { id, email, password, digits } of activated) {
    const code = used.find(({ purpose, user_id }) => purpose === 'activation' && user_id === id);
    const user = before.users.get(id) ?? after.users.get(id);
    if (!code || digitsOf(code) !== digits) yield `user ${id} was activated with digits of no code of theirs`;
    if (user?.email !== email || passwordOf(user.password_hash) !== password) yield `${id} is not who activated it`;
    if (before.users.get(id)?.state === 'active') yield `user ${id} was activated twice`;
    yield* faultsOfRivals(id, email, before, after);
  }
  const seen = { before, after, digitsOf };
  const verified = firstProofs(
    done(outcomes, 'verify-phone').flatMap(({ action }) => (isLeft(action.session.user_id) ? [action] : [])),
    seen,
    ({ purpose, user_id }, { session }) => purpose === 'phone' && user_id === session.user_id,
  );
  for (const { session, digits } of verified) {
    const code = used.find(({ purpose, user_id }) => purpose === 'phone' && user_id === session.user_id);
    if (!code || digitsOf(code) !== digits) yield `a phone of ${session.user_id} was verified with digits of no code`;
  }
  const moved = firstProofs(
    done(outcomes, 'verify-email').flatMap(({ action }) => (isLeft(action.session.user_id) ? [action] : [])),
    seen,
    ({ purpose, user_id }, { session }) => purpose === 'email-change' && user_id === session.user_id,
  );
  if (used.length !== activated.length + verified.length + moved.length)
    yield `${used.length} codes were used for other answers`;
}

/** Who is activated puts an end to all other registrations of the address. */
function* faultsOfRivals(winner: string, email: string, before: Snapshot, after: Snapshot): Generator<string> {
  const rivals = [...before.users.values()].filter((user) => user.email === email && user.id !== winner);
  const left = rivals.filter(({ id }) => after.users.get(id)?.state === 'pending');
  if (left.length > 0) yield `${left.length} registrations of ${email} still wait beside its owner`;
}

function* faultsOfSignIns(outcomes: readonly Outcome[], { before, after }: Seen): Generator<string> {
  const promised = done(outcomes, 'sign-in').map(({ action, value }) => ({
    ...action,
    sessionId: (value as { sessionId: string }).sessionId,
  }));
  for (const { sessionId, email, password } of promised) {
    const session = after.sessions.get(sessionId);
    if (session?.user_id === NOBODY) continue;
    const user = session && after.users.get(session.user_id);
    if (!user || !addressesOf(user.id, before, after).has(email)) yield `session ${sessionId} is not of ${email}`;
    const possible = [before.users.get(user?.id ?? ''), user].flatMap((row) =>
      row ? [passwordOf(row.password_hash)] : [],
    );
    const changed = [...done(outcomes, 'change-password'), ...done(outcomes, 'reset')].map(({ action }) => action.next);
    if (![...possible, ...changed].includes(password)) yield `${email} was signed in with another password`;
  }
  for (const { id, revoked_at } of after.sessions.values()) {
    const isNew = !before.sessions.has(id) && !promised.some(({ sessionId }) => sessionId === id);
    if (isNew && revoked_at === null) yield `session ${id} was promised to nobody`;
  }
}

function* faultsOfRefreshes(outcomes: readonly Outcome[], { before, memory }: Seen): Generator<string> {
  const keeps = new Set(done(outcomes, 'change-password').map(({ action }) => action.session.id));
  const given = new Map<string, string>();
  for (const { action, value } of done(outcomes, 'refresh')) {
    const { sessionId, text } = action.token;
    const session = before.sessions.get(sessionId);
    const { refreshToken } = value as { refreshToken: string };
    if (memory.fates.get(sessionId) === 'over' && !keeps.has(sessionId))
      yield `session ${sessionId} is over and goes on`;
    if (session && Date.parse(session.expires_at) <= before.now) yield `session ${sessionId} had ended and goes on`;
    if ((given.get(text) ?? refreshToken) !== refreshToken) yield `session ${sessionId}: one token, two successors`;
    given.set(text, refreshToken);
    yield* faultsOfRetry(action.token, refreshToken, memory, before);
  }
  yield* faultsOfGoodTokens(outcomes, before, memory);
  // Anyone who shows a token long after its exchange ends the session: it is in two hands.
  for (const { action, answer } of outcomesOf(outcomes, 'refresh')) {
    if (answer.ok && isOld(action.token, before, memory)) yield `an old token of ${action.token.sessionId} was taken`;
  }
}

/** Where nothing else goes on, all who hold the good token get its successor, however many they are. */
function* faultsOfGoodTokens(
  outcomes: readonly Outcome[],
  { sessions, now }: Snapshot,
  { fates }: Memory,
): Generator<string> {
  const isGood = ({ action }: Outcome): boolean =>
    action.kind === 'refresh' &&
    action.token.exchangedAt === null &&
    fates.get(action.token.sessionId) === 'good' &&
    Date.parse(sessions.get(action.token.sessionId)?.expires_at ?? '') > now;
  const refused = outcomes.every(isGood) ? outcomes.filter(({ answer }) => !answer.ok) : [];
  if (refused.length > 0) yield `${refused.length} of ${outcomes.length} holders of a good token were refused`;
}

function* faultsOfRetry(token: KnownToken, given: string, { tokens }: Memory, before: Snapshot): Generator<string> {
  const successor = tokens.find(
    ({ sessionId, generation }) => sessionId === token.sessionId && generation === token.generation + 1,
  );
  if (successor && successor.text !== given)
    yield `session ${token.sessionId}: a retry at ${before.now} got another token`;
}

const isOld = (token: KnownToken, { now }: Snapshot, { tokens }: Memory): boolean =>
  (token.exchangedAt !== null && now - token.exchangedAt >= RETRY_MS) ||
  tokens.some(({ sessionId, generation }) => sessionId === token.sessionId && generation > token.generation + 1);

/** The changes that were answered with a yes lead, in some order, from the old password to the new one. */
function* faultsOfPasswords(outcomes: readonly Outcome[], { before, after, digitsOf }: Seen): Generator<string> {
  const entered = newlyUsed(before, after).filter(({ purpose }) => purpose === 'password-reset');
  for (const user of after.users.values()) {
    const old = before.users.get(user.id) ?? user;
    if (user.state === 'erased') continue;
    const changes = [
      ...done(outcomes, 'change-password').flatMap(({ action }) =>
        action.session.user_id === user.id ? [action] : [],
      ),
      ...done(outcomes, 'reset').flatMap(({ action }) =>
        entered.some(
          (code) => code.user_id === user.id && code.target === action.email && digitsOf(code) === action.digits,
        )
          ? [{ current: null, next: action.next }]
          : [],
      ),
      // Anyone who undoes a change of address leaves no password that opens the account.
      ...done(outcomes, 'undo-email').flatMap(({ action }) =>
        before.changes.get(action.changeId)?.user_id === user.id ? [{ current: null, next: '' }] : [],
      ),
    ];
    const suspensions = newEvents(before, after).filter(
      ({ subject, type }) => subject === user.id && type === 'user.suspended.v1',
    ).length;
    const versions = user.credentials_version - old.credentials_version;
    if (versions !== changes.length + suspensions) {
      yield `${user.id}: ${changes.length} new passwords, ${suspensions} suspensions, ${versions} versions`;
    }
    if (!leads(passwordOf(old.password_hash), passwordOf(user.password_hash), changes)) {
      yield `${user.id}: the password is none that was asked for`;
    }
  }
}

const leads = (
  from: string,
  to: string,
  by: readonly { readonly current: string | null; readonly next: string }[],
): boolean =>
  by.length === 0
    ? from === to
    : by.some(
        ({ current, next }, index) => (current === null || current === from) && leads(next, to, by.toSpliced(index, 1)),
      );
