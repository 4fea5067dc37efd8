import { EndSession, RefreshSession, SignIn } from '@gatehouse/access/contract';
import type { Command, CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  AbandonActivationCode,
  ActivateUser,
  ChangePassword,
  ChangeProfile,
  DispatchActivationCode,
  EraseUser,
  RegisterUser,
  RequestEmailChange,
  RequestPasswordReset,
  ResendActivationCode,
  ResetPassword,
  ResumeUser,
  SendPhoneCode,
  StartActivationCode,
  SuspendUser,
  UndoEmailChange,
  VerifyNewEmail,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import type { Answer, Deed } from './deed.js';
import type { SessionRow } from './snapshot.js';

const REASON = 'asked for by the story';

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
    case 'ask-email': {
      const fields = { newEmail: deed.email, currentPassword: deed.current };
      return [commandFrom(RequestEmailChange, fields), actor(deed.session)];
    }
    case 'verify-email':
      return [commandFrom(VerifyNewEmail, { code: deed.digits }), actor(deed.session)];
    case 'undo-email':
      return [commandFrom(UndoEmailChange, { token: deed.token }), {}];
    case 'verify-phone':
      return [commandFrom(VerifyPhone, { code: deed.digits }), actor(deed.session)];
  }
}

const actor = ({ id, user_id }: SessionRow): Partial<CommandContext> => ({
  actor: { userId: user_id, roles: ['user'], sessionId: id },
});
