import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { RequestEmailChangeHandler } from '../application/own-account/request-email-change.js';
import { VerifyNewEmailHandler } from '../application/own-account/verify-new-email.js';
import { RequestPasswordResetHandler } from '../application/recovery/request-password-reset.js';
import { ResetPasswordHandler } from '../application/recovery/reset-password.js';
import { UndoEmailChangeHandler } from '../application/recovery/undo-email-change.js';
import {
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  UndoEmailChange,
  VerifyNewEmail,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** New passwords, new addresses, and the way back. */
export function bindRecovery({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(RequestPasswordReset, RequestPasswordResetHandler, {
    applications: REGISTRATION.applications,
    issueCode: REGISTRATION.issueCode,
    pace: REGISTRATION.answerPace,
  });
  onCommand(ResetPassword, ResetPasswordHandler, {
    applications: REGISTRATION.applications,
    tries: REGISTRATION.chargedTries,
    newPasswords: REGISTRATION.newPasswords,
    hasher: REGISTRATION.passwordHasher,
    prover: REGISTRATION.accountProver,
    pace: REGISTRATION.answerPace,
  });
  onCommand(RequestEmailChange, RequestEmailChangeHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    passwords: REGISTRATION.passwordCheck,
    issueCode: REGISTRATION.issueCode,
    ids: PLATFORM.ids,
  });
  onCommand(VerifyNewEmail, VerifyNewEmailHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    prover: REGISTRATION.accountProver,
    ids: PLATFORM.ids,
  });
  onCommand(UndoEmailChange, UndoEmailChangeHandler, {
    changes: REGISTRATION.emailChanges,
    tokens: REGISTRATION.undoTokens,
    hasher: REGISTRATION.passwordHasher,
    ids: PLATFORM.ids,
  });
}
