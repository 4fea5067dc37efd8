import { firstProofs, newlyUsed } from './check-moves.js';
import { done, type Outcome } from './memory.js';
import { addressesOf, type CodeRow, newEvents, newlyErased, type Snapshot, type UserRow } from './snapshot.js';

interface Seen {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly digitsOf: (code: CodeRow) => string;
}

/** What must hold where accounts are closed, opened, erased or entered with a new password. */
export function* faultsOfClosings(outcomes: readonly Outcome[], seen: Seen): Generator<string> {
  yield* faultsOfResets(outcomes, seen);
  yield* faultsOfErasures(outcomes, seen);
  yield* faultsOfStates(outcomes, seen);
}

/** One code used for each yes, with the right digits, of the one who owns its address. */
function* faultsOfResets(outcomes: readonly Outcome[], { before, after, digitsOf }: Seen): Generator<string> {
  const used = newlyUsed(before, after).filter(({ purpose }) => purpose === 'password-reset');
  const erased = newlyErased(before, after).flatMap(({ id }) => [...addressesOf(id, before)]);
  const resets = firstProofs(
    done(outcomes, 'reset').flatMap(({ action }) => (erased.includes(action.email) ? [] : [action])),
    { before, after, digitsOf },
    ({ purpose, target }, { email }) => purpose === 'password-reset' && target === email,
  );
  if (used.length !== resets.length) yield `${used.length} reset codes were used for ${resets.length} answers`;
  for (const { email, digits } of resets) {
    const code = used.find((one) => one.target === email && digitsOf(one) === digits);
    if (!code) yield `the password of ${email} was reset with digits of no code of it`;
    else if (!addressesOf(code.user_id ?? '', before, after).has(email))
      yield `a reset code of ${email} is of somebody else`;
    else if (before.users.get(code.user_id ?? '')?.state === 'suspended' && !resumes(outcomes, code.user_id)) {
      yield `the password of ${email} was reset while it was suspended`;
    }
  }
}

const resumes = (outcomes: readonly Outcome[], userId: string | null): boolean =>
  done(outcomes, 'resume').some(({ action }) => action.userId === userId);

/** Whom nobody has erased is there; with an owner goes who has only begun to register the address. */
function* faultsOfErasures(outcomes: readonly Outcome[], { before, after }: Seen): Generator<string> {
  const asked = new Set(done(outcomes, 'erase').map(({ action }) => action.userId));
  for (const userId of asked) {
    if (after.users.get(userId)?.state !== 'erased') yield `user ${userId} was not erased`;
  }
  const emails = new Set([...asked].flatMap((id) => [...addressesOf(id, before)]));
  const others = newlyErased(before, after).filter(({ id, email }) => !asked.has(id) && !emails.has(email));
  if (others.length > 0) yield `${others.length} were erased with nobody's asking`;
}

const SUSPENDING: Readonly<Record<string, 'suspend' | 'resume'>> = {
  'user.suspended.v1': 'suspend',
  'user.resumed.v1': 'resume',
};

/** Each suspension and each return was asked for, and anyone who is alone gets what was asked for. */
function* faultsOfStates(outcomes: readonly Outcome[], { before, after }: Seen): Generator<string> {
  for (const { type, subject } of newEvents(before, after)) {
    const kind = SUSPENDING[type];
    if (kind && !done(outcomes, kind).some(({ action }) => action.userId === subject))
      yield `${type} of ${subject}, unasked`;
  }
  if (outcomes.length !== 1) return;
  const expected: readonly (readonly [string, UserRow['state']])[] = [
    ...done(outcomes, 'suspend').map(({ action }) => [action.userId, 'suspended'] as const),
    ...done(outcomes, 'resume').map(({ action }) => [action.userId, 'active'] as const),
  ];
  for (const [userId, state] of expected) {
    if (after.users.get(userId)?.state !== state) yield `user ${userId} is not ${state}`;
  }
}
