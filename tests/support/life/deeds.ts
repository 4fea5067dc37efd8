import { EndSession, RefreshSession, SignIn } from '@gatehouse/access/contract';
import type { Command, CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/http';
import {
  AbandonActivationCode,
  ActivateUser,
  ChangePassword,
  ChangeProfile,
  DispatchActivationCode,
  EraseUser,
  RegisterUser,
  RequestPasswordReset,
  ResendActivationCode,
  ResetPassword,
  ResumeUser,
  SendPhoneCode,
  StartActivationCode,
  SuspendUser,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import { otherThan } from '../registration/registration-house.js';
import type { Answer, Deed } from './deed.js';
import type { Memory } from './memory.js';
import { passwordOf } from './quick-hasher.js';
import { type CodeRow, isOwner, type SessionRow, type Snapshot, type UserRow } from './snapshot.js';
import { ADDRESSES, PASSWORDS, PHONES, type Step, type Typing } from './steps.js';

const REASON = 'asked for by the story';

type DigitsOf = (code: CodeRow) => string;

/** What a step comes to now; null where there is nothing that it could be about. */
export function deedOf(step: Step, { tokens }: Memory, seen: Snapshot, digitsOf: DigitsOf): Deed | null {
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
      return mailedDeed(step, codes, seen, digitsOf);
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
    case 'hand-on-events':
    case 'wait':
      return step;
    default: {
      // Whose access token would be refused at the door is not let in here either.
      const session = latestFirst(seen.sessions).filter(({ revoked_at }) => revoked_at === null)[step.session];
      return session ? ownDeed(step, session, seen, digitsOf) : null;
    }
  }
}

const CHANGING = { suspend: ['active'], resume: ['suspended'], erase: ['active', 'suspended'] };

type MailedStep = Extract<Step, { readonly kind: 'activate' | 'reset' }>;

function mailedDeed(step: MailedStep, codes: readonly CodeRow[], seen: Snapshot, digitsOf: DigitsOf): Deed | null {
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
  const own = passwordOf(holder.password_hash);
  const password = step.typing === 'with-another-password' ? (PASSWORDS.find((one) => one !== own) ?? own) : own;
  return { kind: step.kind, email: holder.email, password, digits };
}

type OwnStep = Extract<Step, { readonly session: number }>;

function ownDeed(step: OwnStep, session: SessionRow, seen: Snapshot, digitsOf: DigitsOf): Deed | null {
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
    case 'verify-phone': {
      const texted = openFirst(latestFirst(seen.codes).filter(({ purpose }) => purpose === 'phone'));
      const code = texted[step.code];
      return code ? { kind: step.kind, session, digits: typed(step.typing, code, texted, digitsOf) } : null;
    }
  }
}

function typed(typing: Typing, code: CodeRow, codes: readonly CodeRow[], digitsOf: DigitsOf): string {
  const right = digitsOf(code);
  if (typing === 'wrong') return otherThan(right);
  const other = codes.find(({ id, user_id }) => id !== code.id && user_id !== code.user_id);
  return typing === 'of-another-code' && other ? digitsOf(other) : right;
}

/** The command that a deed is; the two that are none are the world's own. */
export function commandOf(
  deed: Exclude<Deed, { readonly kind: 'hand-on-events' | 'wait' }>,
): readonly [Command<Promise<Answer> | Answer>, Partial<CommandContext>] {
  switch (deed.kind) {
    case 'sign-up':
      return [commandFrom(RegisterUser, { email: deed.email, password: deed.password }), {}];
    case 'sign-in':
      return [commandFrom(SignIn, { email: deed.email, password: deed.password }), {}];
    case 'activate':
      return [commandFrom(ActivateUser, { email: deed.email, password: deed.password, code: deed.digits }), {}];
    case 'ask-again':
      return [commandFrom(ResendActivationCode, { email: deed.email }), {}];
    case 'dispatch':
      return [commandFrom(DispatchActivationCode, { codeId: deed.codeId, sendTimeoutSeconds: 10 }), {}];
    case 'start':
      return [commandFrom(StartActivationCode, { codeId: deed.codeId }), {}];
    case 'abandon':
      return [commandFrom(AbandonActivationCode, { codeId: deed.codeId, reason: 'deadline' }), {}];
    case 'ask-reset':
      return [commandFrom(RequestPasswordReset, { email: deed.email }), {}];
    case 'reset':
      return [commandFrom(ResetPassword, { email: deed.email, code: deed.digits, newPassword: deed.next }), {}];
    case 'suspend':
      return [commandFrom(SuspendUser, { userId: deed.userId, reason: REASON }), {}];
    case 'resume':
      return [commandFrom(ResumeUser, { userId: deed.userId }), {}];
    case 'erase':
      return [commandFrom(EraseUser, { userId: deed.userId }), {}];
    case 'refresh':
      return [commandFrom(RefreshSession, { refreshToken: deed.token.text }), {}];
    case 'sign-out':
      return [commandFrom(EndSession, { sessionId: deed.session.id }), actor(deed.session)];
    case 'change-password': {
      const fields = { currentPassword: deed.current, newPassword: deed.next };
      return [commandFrom(ChangePassword, fields), actor(deed.session)];
    }
    case 'change-phone':
      return [commandFrom(ChangeProfile, { phone: deed.phone }), actor(deed.session)];
    case 'send-phone-code':
      return [commandFrom(SendPhoneCode, { phone: deed.phone }), actor(deed.session)];
    case 'verify-phone':
      return [commandFrom(VerifyPhone, { code: deed.digits }), actor(deed.session)];
  }
}

const actor = ({ id, user_id }: SessionRow): Partial<CommandContext> => ({
  actor: { userId: user_id, roles: ['user'], sessionId: id },
});

const latestFirst = <T extends { readonly id: string }>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1));

const first = <T>(rows: readonly T[], isFirst: (row: T) => boolean): T[] => [
  ...rows.filter(isFirst),
  ...rows.filter((row) => !isFirst(row)),
];

const openFirst = (codes: readonly CodeRow[]): CodeRow[] =>
  first(codes, (code) => code.dispatched_at !== null && code.consumed_at === null && code.voided_at === null);

const passwordFor = (index: number | null, user: UserRow | undefined): string =>
  index === null && user ? passwordOf(user.password_hash) : at(PASSWORDS, index ?? 0);

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
