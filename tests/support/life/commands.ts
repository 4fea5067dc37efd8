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
import type { Action, Answer } from './action.js';
import type { SessionRow } from './snapshot.js';

const REASON = 'asked for by the story';

/** The command that a deed is; the two that are none are the world's own. */
export function commandOf(
  action: Exclude<Action, { readonly kind: 'hand-on-events' | 'wait' }>,
): readonly [Command<Promise<Answer> | Answer>, Partial<CommandContext>] {
  switch (action.kind) {
    case 'sign-up':
      return [commandFrom(RegisterUser, { email: action.email, password: action.password }), {}];
    case 'sign-in':
      return [commandFrom(SignIn, { email: action.email, password: action.password }), {}];
    case 'activate':
      return [commandFrom(ActivateUser, { email: action.email, password: action.password, code: action.digits }), {}];
    case 'ask-again':
      return [commandFrom(ResendActivationCode, { email: action.email }), {}];
    case 'dispatch':
      return [commandFrom(DispatchActivationCode, { codeId: action.codeId, sendTimeoutSeconds: 10 }), {}];
    case 'start':
      return [commandFrom(StartActivationCode, { codeId: action.codeId }), {}];
    case 'abandon':
      return [commandFrom(AbandonActivationCode, { codeId: action.codeId, reason: 'deadline' }), {}];
    case 'ask-reset':
      return [commandFrom(RequestPasswordReset, { email: action.email }), {}];
    case 'reset':
      return [commandFrom(ResetPassword, { email: action.email, code: action.digits, newPassword: action.next }), {}];
    case 'suspend':
      return [commandFrom(SuspendUser, { userId: action.userId, reason: REASON }), {}];
    case 'resume':
      return [commandFrom(ResumeUser, { userId: action.userId }), {}];
    case 'erase':
      return [commandFrom(EraseUser, { userId: action.userId }), {}];
    case 'refresh':
      return [commandFrom(RefreshSession, { refreshToken: action.token.text }), {}];
    case 'sign-out':
      return [commandFrom(EndSession, { sessionId: action.session.id }), actor(action.session)];
    case 'change-password': {
      const fields = { currentPassword: action.current, newPassword: action.next };
      return [commandFrom(ChangePassword, fields), actor(action.session)];
    }
    case 'change-phone':
      return [commandFrom(ChangeProfile, { phone: action.phone }), actor(action.session)];
    case 'send-phone-code':
      return [commandFrom(SendPhoneCode, { phone: action.phone }), actor(action.session)];
    case 'ask-email': {
      const fields = { newEmail: action.email, currentPassword: action.current };
      return [commandFrom(RequestEmailChange, fields), actor(action.session)];
    }
    case 'verify-email':
      return [commandFrom(VerifyNewEmail, { code: action.digits }), actor(action.session)];
    case 'undo-email':
      return [commandFrom(UndoEmailChange, { token: action.token }), {}];
    case 'verify-phone':
      return [commandFrom(VerifyPhone, { code: action.digits }), actor(action.session)];
  }
}

const actor = ({ id, user_id }: SessionRow): Partial<CommandContext> => ({
  actor: { userId: user_id, roles: ['user'], sessionId: id },
});
