import type { CommandBus } from '@gatehouse/kernel';
import { type PublicCommand, publicCommand } from '@gatehouse/platform/bus';
import type { Operation } from '@gatehouse/platform/edge';
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
import { changePasswordOperation } from '../../operations/own-account/change-password.js';
import { changeProfileOperation } from '../../operations/own-account/change-profile.js';
import { eraseMyAccountOperation } from '../../operations/own-account/erase-my-account.js';
import { requestEmailChangeOperation } from '../../operations/own-account/request-email-change.js';
import { sendPhoneCodeOperation } from '../../operations/own-account/send-phone-code.js';
import { verifyNewEmailOperation } from '../../operations/own-account/verify-new-email.js';
import { verifyPhoneOperation } from '../../operations/own-account/verify-phone.js';
import { registrationProblems as problems } from '../../operations/problems.js';
import { requestPasswordResetOperation } from '../../operations/recovery/request-password-reset.js';
import { resetPasswordOperation } from '../../operations/recovery/reset-password.js';
import { undoEmailChangeOperation } from '../../operations/recovery/undo-email-change.js';
import { activateUserOperation } from '../../operations/sign-up/activate-user.js';
import { proveRegisteredPhoneOperation } from '../../operations/sign-up/prove-registered-phone.js';
import { registeredBody, registerUserOperation } from '../../operations/sign-up/register-user.js';
import { resendActivationCodeOperation } from '../../operations/sign-up/resend-activation-code.js';
import { resendPhoneActivationCodeOperation } from '../../operations/sign-up/resend-phone-activation-code.js';

/** As over HTTP, in the words of those who look after accounts. */
const inOtherWords = {
  'account-unknown': problems['user-unknown'],
  'activation-required': problems['user-pending'],
};

/**
 * What other bounded contexts may do with people over the broker. Commands that serve our own messages are internal, and
 * so are sessions: tokens go from us to whoever they are for, by HTTP.
 * @param administration the operations of those who look after accounts
 */
export function registrationCommands(bus: CommandBus, administration: readonly Operation[]): readonly PublicCommand[] {
  const operation = (operationId: string): Operation => {
    const found = administration.find((candidate) => candidate.operationId === operationId);
    if (!found) throw new Error(`There is no operation "${operationId}"`);
    return found;
  };
  return [
    publicCommand(RegisterUser, registerUserOperation(bus), { answer: registeredBody, durable: true }),
    publicCommand(ActivateUser, activateUserOperation(bus)),
    publicCommand(ResendActivationCode, resendActivationCodeOperation(bus), { durable: true }),
    publicCommand(ProveRegisteredPhone, proveRegisteredPhoneOperation(bus)),
    publicCommand(ResendPhoneActivationCode, resendPhoneActivationCodeOperation(bus)),
    publicCommand(RequestPasswordReset, requestPasswordResetOperation(bus), { durable: true }),
    publicCommand(ResetPassword, resetPasswordOperation(bus)),
    publicCommand(UndoEmailChange, undoEmailChangeOperation(bus)),
    publicCommand(EraseOwnAccount, eraseMyAccountOperation(bus)),
    publicCommand(ChangeProfile, changeProfileOperation(bus)),
    publicCommand(ChangePassword, changePasswordOperation(bus)),
    publicCommand(RequestEmailChange, requestEmailChangeOperation(bus), { status: 202 }),
    publicCommand(VerifyNewEmail, verifyNewEmailOperation(bus)),
    publicCommand(SendPhoneCode, sendPhoneCodeOperation(bus)),
    publicCommand(VerifyPhone, verifyPhoneOperation(bus)),
    publicCommand(ResendActivationCodeTo, operation('resendActivationCodeTo'), { inOtherWords }),
    publicCommand(SuspendUser, operation('suspendUser'), { inOtherWords }),
    publicCommand(ResumeUser, operation('resumeUser'), { inOtherWords }),
    publicCommand(EraseUser, operation('eraseUser'), { inOtherWords }),
  ];
}
