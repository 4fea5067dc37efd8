import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { AuthenticateUserHandler } from '../application/credentials/authenticate-user.js';
import { RequestEmailChangeHandler, VerifyNewEmailHandler } from '../application/own-account/change-email.js';
import { ChangePasswordHandler } from '../application/own-account/change-password.js';
import { ChangeProfileHandler } from '../application/own-account/change-profile.js';
import { SendPhoneCodeHandler, VerifyPhoneHandler } from '../application/own-account/verify-phone.js';
import { RequestPasswordResetHandler, ResetPasswordHandler } from '../application/recovery/reset-password.js';
import { UndoEmailChangeHandler } from '../application/recovery/undo-email-change.js';
import {
  AuthenticateUser,
  ChangePassword,
  ChangeProfile,
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  SendPhoneCode,
  UndoEmailChange,
  VerifyNewEmail,
  VerifyPhone,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What people do with an account of theirs: sign in, change profile, password, address and phone, and recover it. */
export function bindOwnAccount({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(ChangeProfile, ChangeProfileHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    phoneNumbers: REGISTRATION.phoneNumbers,
    ids: PLATFORM.ids,
    clock: PLATFORM.clock,
  });
  onCommand(ChangePassword, ChangePasswordHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    newPasswords: REGISTRATION.newPasswords,
    passwords: REGISTRATION.passwordCheck,
    hasher: REGISTRATION.passwordHasher,
    ids: PLATFORM.ids,
  });
  onCommand(AuthenticateUser, AuthenticateUserHandler, {
    applications: REGISTRATION.applications,
    passwords: REGISTRATION.passwordCheck,
    accounts: REGISTRATION.accounts,
    hasher: REGISTRATION.passwordHasher,
    profiles: REGISTRATION.profileViews,
  });
  onCommand(SendPhoneCode, SendPhoneCodeHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    phoneNumbers: REGISTRATION.phoneNumbers,
    phoneCodes: REGISTRATION.phoneCodes,
  });
  onCommand(VerifyPhone, VerifyPhoneHandler, {
    applications: REGISTRATION.applications,
    accounts: REGISTRATION.accounts,
    prover: REGISTRATION.accountProver,
  });

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
