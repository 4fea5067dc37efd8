import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
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
  bind(PLATFORM.commands).toResolvedValue(
    (applications, issueCode, pace) =>
      handles(RequestPasswordReset, new RequestPasswordResetHandler(applications, issueCode, pace)),
    [REGISTRATION.applications, REGISTRATION.issueCode, REGISTRATION.answerPace],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, tries, newPasswords, hasher, prover, pace) =>
      handles(ResetPassword, new ResetPasswordHandler(applications, tries, newPasswords, hasher, prover, pace)),
    [
      REGISTRATION.applications,
      REGISTRATION.chargedTries,
      REGISTRATION.newPasswords,
      REGISTRATION.passwordHasher,
      REGISTRATION.accountProver,
      REGISTRATION.answerPace,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, passwords, issueCode, ids) =>
      handles(RequestEmailChange, new RequestEmailChangeHandler(applications, accounts, passwords, issueCode, ids)),
    [
      REGISTRATION.applications,
      REGISTRATION.accounts,
      REGISTRATION.passwordCheck,
      REGISTRATION.issueCode,
      PLATFORM.ids,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, prover, ids) =>
      handles(VerifyNewEmail, new VerifyNewEmailHandler(applications, accounts, prover, ids)),
    [REGISTRATION.applications, REGISTRATION.accounts, REGISTRATION.accountProver, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (changes, tokens, hasher, ids) =>
      handles(UndoEmailChange, new UndoEmailChangeHandler(changes, tokens, hasher, ids)),
    [REGISTRATION.emailChanges, REGISTRATION.undoTokens, REGISTRATION.passwordHasher, PLATFORM.ids],
  );
}
