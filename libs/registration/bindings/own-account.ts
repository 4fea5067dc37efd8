import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { AuthenticateUserHandler } from '../application/credentials/authenticate-user.js';
import { ChangePasswordHandler } from '../application/own-account/change-password.js';
import { ChangeProfileHandler } from '../application/own-account/change-profile.js';
import { SendPhoneCodeHandler } from '../application/own-account/send-phone-code.js';
import { VerifyPhoneHandler } from '../application/own-account/verify-phone.js';
import { AuthenticateUser, ChangePassword, ChangeProfile, SendPhoneCode, VerifyPhone } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What people do with an account of theirs: sign in, change profile, password and phone. */
export function bindOwnAccount({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(ChangeProfile, ChangeProfileHandler, {
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
}
