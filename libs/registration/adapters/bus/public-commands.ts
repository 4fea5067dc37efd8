import type { CommandBus } from '@gatehouse/kernel';
import { type PublicCommand, publicCommand } from '@gatehouse/platform/bus';
import type { Route } from '@gatehouse/platform/edge';
import {
  ActivateUser,
  ChangePassword,
  ChangeProfile,
  EraseOwnAccount,
  EraseUser,
  ProveRegisteredPhone,
  RegisterUser,
  RequestEmailChange,
  RequestPasswordReset,
  ResendActivationCode,
  ResendActivationCodeTo,
  ResendPhoneActivationCode,
  ResetPassword,
  ResumeUser,
  SendPhoneCode,
  SuspendUser,
  UndoEmailChange,
  VerifyNewEmail,
  VerifyPhone,
} from '../../contract/index.js';
import { changePasswordRoute } from '../../operations/own-account/change-password.js';
import { changeProfileRoute } from '../../operations/own-account/change-profile.js';
import { eraseMyAccountRoute } from '../../operations/own-account/erase-my-account.js';
import { requestEmailChangeRoute } from '../../operations/own-account/request-email-change.js';
import { sendPhoneCodeRoute } from '../../operations/own-account/send-phone-code.js';
import { verifyNewEmailRoute } from '../../operations/own-account/verify-new-email.js';
import { verifyPhoneRoute } from '../../operations/own-account/verify-phone.js';
import { registrationProblems as problems } from '../../operations/problems.js';
import { requestPasswordResetRoute } from '../../operations/recovery/request-password-reset.js';
import { resetPasswordRoute } from '../../operations/recovery/reset-password.js';
import { undoEmailChangeRoute } from '../../operations/recovery/undo-email-change.js';
import { activateUserRoute } from '../../operations/sign-up/activate-user.js';
import { proveRegisteredPhoneRoute } from '../../operations/sign-up/prove-registered-phone.js';
import { registeredBody, registerUserRoute } from '../../operations/sign-up/register-user.js';
import { resendActivationCodeRoute } from '../../operations/sign-up/resend-activation-code.js';
import { resendPhoneActivationCodeRoute } from '../../operations/sign-up/resend-phone-activation-code.js';

/** As over HTTP, in the words of those who look after accounts. */
const inOtherWords = {
  'account-unknown': problems['user-unknown'],
  'activation-required': problems['user-pending'],
};

/**
 * What other bounded contexts may do with people over the broker. Commands that serve our own messages are internal, and
 * so are sessions: tokens go from us to whoever they are for, by HTTP.
 * @param administration the routes of those who look after accounts
 */
export function registrationCommands(bus: CommandBus, administration: readonly Route[]): readonly PublicCommand[] {
  const route = (operationId: string): Route => {
    const found = administration.find((candidate) => candidate.operationId === operationId);
    if (!found) throw new Error(`There is no route "${operationId}"`);
    return found;
  };
  return [
    publicCommand(RegisterUser, registerUserRoute(bus), { answer: registeredBody, durable: true }),
    publicCommand(ActivateUser, activateUserRoute(bus)),
    publicCommand(ResendActivationCode, resendActivationCodeRoute(bus), { durable: true }),
    publicCommand(ProveRegisteredPhone, proveRegisteredPhoneRoute(bus)),
    publicCommand(ResendPhoneActivationCode, resendPhoneActivationCodeRoute(bus)),
    publicCommand(RequestPasswordReset, requestPasswordResetRoute(bus), { durable: true }),
    publicCommand(ResetPassword, resetPasswordRoute(bus)),
    publicCommand(UndoEmailChange, undoEmailChangeRoute(bus)),
    publicCommand(EraseOwnAccount, eraseMyAccountRoute(bus)),
    publicCommand(ChangeProfile, changeProfileRoute(bus)),
    publicCommand(ChangePassword, changePasswordRoute(bus)),
    publicCommand(RequestEmailChange, requestEmailChangeRoute(bus), { status: 202 }),
    publicCommand(VerifyNewEmail, verifyNewEmailRoute(bus)),
    publicCommand(SendPhoneCode, sendPhoneCodeRoute(bus)),
    publicCommand(VerifyPhone, verifyPhoneRoute(bus)),
    publicCommand(ResendActivationCodeTo, route('resendActivationCodeTo'), { inOtherWords }),
    publicCommand(SuspendUser, route('suspendUser'), { inOtherWords }),
    publicCommand(ResumeUser, route('resumeUser'), { inOtherWords }),
    publicCommand(EraseUser, route('eraseUser'), { inOtherWords }),
  ];
}
