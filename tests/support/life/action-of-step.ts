import { otherThan } from '../registration/registration-harness.js';
import type { Action } from './action.js';
import type { Memory } from './memory.js';
import { passwordOf } from './quick-hasher.js';
import { type CodeRow, isOwner, type SessionRow, type Snapshot, type UserRow } from './snapshot.js';
import { ADDRESSES, PASSWORDS, PHONES, type Step, type Typing } from './steps.js';

/** What those know who read the mails. */
export interface Secrets {
  readonly digitsOf: (code: CodeRow) => string;
  /** What the link carries that undoes a change of address. */
  readonly undoTokenOf: (changeId: string) => string;
}

/** What a step comes to now; null where there is nothing that it could be about. */
export function actionOf(step: Step, { tokens }: Memory, seen: Snapshot, secrets: Secrets): Action | null {
  const { digitsOf, undoTokenOf } = secrets;
  const codes = latestFirst(seen.codes);
  switch (step.kind) {
    case 'sign-up':
      return { kind: step.kind, email: at(ADDRESSES, step.who), password: at(PASSWORDS, step.password) };
    case 'sign-in': {
      const email = at(ADDRESSES, step.who);
      const users = [...seen.users.values()].filter((user) => user.email === email);
      const own = users.find(isOwner) ?? users[0];
      return { kind: step.kind, email, password: passwordFor(step.password, own) };
    }
    case 'ask-again':
    case 'ask-reset':
      return { kind: step.kind, email: at(ADDRESSES, step.who) };
    case 'dispatch':
    case 'start':
    case 'abandon': {
      // First those that it happens to next, then those to which it comes late or again.
      const next = (code: CodeRow): boolean =>
        code.accepted_at === null &&
        code.consumed_at === null &&
        (step.kind === 'dispatch') === (code.dispatched_at === null);
      const code = first(codes, next)[step.code];
      return code ? { kind: step.kind, codeId: code.id } : null;
    }
    case 'activate':
    case 'reset':
      return mailedAction(step, codes, seen, digitsOf);
    case 'suspend':
    case 'resume':
    case 'erase': {
      const user = first(latestFirst(seen.users), ({ state }) => CHANGING[step.kind].includes(state))[step.user];
      return user ? { kind: step.kind, userId: user.id } : null;
    }
    case 'refresh': {
      const token = tokens.at(-1 - step.token);
      return token ? { kind: step.kind, token } : null;
    }
    case 'undo-email': {
      const change = first(latestFirst(seen.changes), ({ undone_at }) => undone_at === null)[step.change];
      return change ? { kind: step.kind, changeId: change.id, token: undoTokenOf(change.id) } : null;
    }
    case 'hand-on-events':
    case 'wait':
      return step;
    default: {
      // Whose access token would be refused at the door is not let in here either.
      const session = latestFirst(seen.sessions).filter(({ revoked_at }) => revoked_at === null)[step.session];
      return session ? ownAction(step, session, seen, digitsOf) : null;
    }
  }
}

const CHANGING = { suspend: ['active'], resume: ['suspended'], erase: ['active', 'suspended'] };

type MailedStep = Extract<Step, { readonly kind: 'activate' | 'reset' }>;

function mailedAction(
  step: MailedStep,
  codes: readonly CodeRow[],
  seen: Snapshot,
  digitsOf: Secrets['digitsOf'],
): Action | null {
  const purpose = step.kind === 'reset' ? 'password-reset' : 'activation';
  const mailed = openFirst(codes.filter((code) => code.purpose === purpose));
  const code = mailed[step.code];
  if (!code) return null;
  const digits = typed(step.typing, code, mailed, digitsOf);
  if (step.kind === 'reset') {
    return { kind: step.kind, email: code.target ?? '', digits, next: at(PASSWORDS, step.next) };
  }
  const holder = seen.users.get(code.user_id ?? '');
  if (!holder) return null;
  const own = passwordFor(null, holder);
  const password = step.typing === 'with-another-password' ? (PASSWORDS.find((one) => one !== own) ?? own) : own;
  return { kind: step.kind, email: holder.email, password, digits };
}

type OwnStep = Extract<Step, { readonly session: number }>;

function ownAction(step: OwnStep, session: SessionRow, seen: Snapshot, digitsOf: Secrets['digitsOf']): Action | null {
  const user = seen.users.get(session.user_id);
  switch (step.kind) {
    case 'sign-out':
      return { kind: step.kind, session };
    case 'change-password':
      return { kind: step.kind, session, current: passwordFor(step.current, user), next: at(PASSWORDS, step.next) };
    case 'change-phone':
      return { kind: step.kind, session, phone: PHONES[step.phone] ?? null };
    case 'send-phone-code':
      return { kind: step.kind, session, phone: at(PHONES, step.phone) };
    case 'ask-email':
      return { kind: step.kind, session, email: at(ADDRESSES, step.to), current: passwordFor(step.current, user) };
    case 'verify-phone':
    case 'verify-email': {
      const wanted = step.kind === 'verify-phone' ? 'phone' : 'email-change';
      const sent = openFirst(latestFirst(seen.codes).filter(({ purpose }) => purpose === wanted));
      const code = sent[step.code];
      return code ? { kind: step.kind, session, digits: typed(step.typing, code, sent, digitsOf) } : null;
    }
  }
}

function typed(typing: Typing, code: CodeRow, codes: readonly CodeRow[], digitsOf: Secrets['digitsOf']): string {
  const right = digitsOf(code);
  if (typing === 'wrong') return otherThan(right);
  const other = codes.find(({ id, user_id }) => id !== code.id && user_id !== code.user_id);
  return typing === 'of-another-code' && other ? digitsOf(other) : right;
}

const latestFirst = <T extends { readonly id: string }>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1));

const first = <T>(rows: readonly T[], isFirst: (row: T) => boolean): T[] => [
  ...rows.filter(isFirst),
  ...rows.filter((row) => !isFirst(row)),
];

const openFirst = (codes: readonly CodeRow[]): CodeRow[] =>
  first(codes, (code) => code.dispatched_at !== null && code.consumed_at === null && code.voided_at === null);

/** The right one, where there is one: after a change of address was undone, no password is. */
const passwordFor = (index: number | null, user: UserRow | undefined): string =>
  (index === null && user ? passwordOf(user.password_hash) : null) || at(PASSWORDS, index ?? 0);

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
