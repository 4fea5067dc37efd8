import { firstProofs, newlyUsed } from './check-moves.js';
import { done, type Outcome } from './memory.js';
import {
  type ChangeRow,
  type CodeRow,
  type EventRow,
  isOwner,
  newEvents,
  type Snapshot,
  type UserRow,
} from './snapshot.js';

interface Seen {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly digitsOf: (code: CodeRow) => string;
}

const UNDO_MS = 72 * 3_600_000;
/** What gives an account its address, each saying which. */
const NAMING = ['user.activated.v1', 'user.email-changed.v1', 'user.email-change-undone.v1'];

/** What must hold where an account moves to another address, or its former mailbox takes it back. */
export function* faultsOfAddresses(outcomes: readonly Outcome[], seen: Seen): Generator<string> {
  yield* faultsOfMoves(outcomes, seen);
  yield* faultsOfUndoings(outcomes, seen);
  const bySubject = Map.groupBy(seen.after.events.values(), ({ subject }) => subject);
  for (const user of [...seen.after.users.values()].filter(isOwner)) {
    yield* faultsOfAddress(user, bySubject.get(user.id) ?? [], seen.after);
  }
}

/** One code used for each yes, of the right person, with the right digits. */
function* faultsOfMoves(outcomes: readonly Outcome[], { before, after, digitsOf }: Seen): Generator<string> {
  const used = newlyUsed(before, after).filter(({ purpose }) => purpose === 'email-change');
  const yes = done(outcomes, 'verify-email').filter(
    ({ action }) => after.users.get(action.session.user_id)?.state !== 'erased',
  );
  const proofs = yes.map(({ action, value }) => ({ action, value, digits: action.digits }));
  const moved = firstProofs(proofs, { before, after, digitsOf }, (code, { action }) =>
    isMoveOf(code, action.session.user_id),
  );
  if (used.length !== moved.length) yield `${used.length} codes were used for ${moved.length} new addresses`;
  for (const { action, value } of moved) {
    const { user_id: userId } = action.session;
    const code = used.find((one) => one.user_id === userId && digitsOf(one) === action.digits);
    if (!code) yield `${userId} got a new address with digits of no code of theirs`;
    else if ((value as { email: string }).email !== code.target)
      yield `${userId} got another address than the proven one`;
    if (before.users.get(userId)?.state === 'suspended' && !done(outcomes, 'resume').some(isOf(userId))) {
      yield `${userId} got a new address while suspended`;
    }
  }
}

const isMoveOf = ({ purpose, user_id }: CodeRow, userId: string): boolean =>
  purpose === 'email-change' && user_id === userId;

const isOf =
  (id: string) =>
  ({ action }: { readonly action: { readonly userId: string } }): boolean =>
    action.userId === id;

/** One change undone for each yes, in its time, and all that came after it; and nobody asked for more. */
function* faultsOfUndoings(outcomes: readonly Outcome[], { before, after }: Seen): Generator<string> {
  const asked = done(outcomes, 'undo-email').flatMap(({ action }) => before.changes.get(action.changeId) ?? []);
  const told = newEvents(before, after).filter(({ type }) => type === 'user.email-change-undone.v1');
  if (asked.length !== told.length)
    yield `${asked.length} changes of address were undone, ${told.length} events say so`;
  for (const change of asked) yield* faultsOfUndoing(change, before, after);
  for (const change of after.changes.values()) {
    const isNew = change.undone_at !== null && (before.changes.get(change.id)?.undone_at ?? null) === null;
    const covers = ({ user_id, account_version }: ChangeRow) =>
      user_id === change.user_id && account_version <= change.account_version;
    if (isNew && !asked.some(covers)) yield `change ${change.id} was undone by nobody`;
  }
}

function* faultsOfUndoing(change: ChangeRow, before: Snapshot, after: Snapshot): Generator<string> {
  const { id, user_id: userId, account_version: version } = change;
  if (change.undone_at !== null) yield `change ${id} was undone twice`;
  if (before.now >= Date.parse(change.undo_until)) yield `change ${id} was undone after its time`;
  if (after.users.get(userId)?.state === 'erased') return;
  const over = [...before.changes.values()].filter(
    (other) => other.user_id === userId && other.account_version >= version,
  );
  const open = over.filter((other) => (after.changes.get(other.id)?.undone_at ?? null) === null);
  if (open.length > 0) yield `change ${id} was undone, and ${open.length} of it and what came later are open still`;
}

/** The address is the one that the events tell of last; each change stands there with its notice to the former mailbox. */
function* faultsOfAddress({ id, email }: UserRow, events: readonly EventRow[], after: Snapshot): Generator<string> {
  const named = events.filter(({ type }) => NAMING.includes(type)).at(-1);
  if (named?.data['email'] !== email) yield `user ${id} has ${email}, and the log ends with ${named?.data['email']}`;
  const moves = events.filter(({ type }) => type === 'user.email-changed.v1').length;
  const changes = [...after.changes.values()].filter(({ user_id }) => user_id === id);
  const used = [...after.codes.values()].filter(
    ({ user_id, purpose, consumed_at }) => user_id === id && purpose === 'email-change' && consumed_at !== null,
  );
  if (changes.length !== moves || used.length !== moves) {
    yield `user ${id}: ${moves} new addresses, ${changes.length} changes, ${used.length} used codes`;
  }
  for (const change of changes) {
    const told = [...after.notices.values()].filter(({ change_id }) => change_id === change.id);
    if (told.length !== 1 || told[0]?.recipient !== change.former_email)
      yield `change ${change.id} was not told to its former mailbox`;
    const code = used.find(
      ({ consumed_at }) => Date.parse(consumed_at ?? '') + UNDO_MS === Date.parse(change.undo_until),
    );
    if (!code) yield `change ${change.id} can be undone until ${change.undo_until}, not for 72 hours`;
  }
}
