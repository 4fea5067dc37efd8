import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { LibphonenumberPhoneNumbers } from '../adapters/input-checks/libphonenumber-phone-numbers.js';
import { AuthenticateUserHandler } from '../application/credentials/authenticate-user.js';
import { ChangePasswordHandler } from '../application/own-account/change-password.js';
import { ChangeProfileHandler } from '../application/own-account/change-profile.js';
import { SendPhoneCodeHandler } from '../application/own-account/send-phone-code.js';
import { VerifyPhoneHandler } from '../application/own-account/verify-phone.js';
import { AuthenticateUser, ChangePassword, ChangeProfile, SendPhoneCode, VerifyPhone } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What people do with an account of theirs: sign in, change profile, password and phone. */
export function bindOwnAccount({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(PLATFORM.commands).toResolvedValue(
    (accounts, ids, clock) =>
      handles(ChangeProfile, new ChangeProfileHandler(accounts, new LibphonenumberPhoneNumbers(), ids, clock)),
    [REGISTRATION.accounts, PLATFORM.ids, PLATFORM.clock],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, newPasswords, passwords, hasher, ids) =>
      handles(ChangePassword, new ChangePasswordHandler(applications, accounts, newPasswords, passwords, hasher, ids)),
    [
      REGISTRATION.applications,
      REGISTRATION.accounts,
      REGISTRATION.newPasswords,
      REGISTRATION.passwordCheck,
      REGISTRATION.passwordHasher,
      PLATFORM.ids,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, passwords, accounts, hasher, profiles) =>
      handles(AuthenticateUser, new AuthenticateUserHandler(applications, passwords, accounts, hasher, profiles)),
    [
      REGISTRATION.applications,
      REGISTRATION.passwordCheck,
      REGISTRATION.accounts,
      REGISTRATION.passwordHasher,
      REGISTRATION.profileViews,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, phoneCodes) =>
      handles(
        SendPhoneCode,
        new SendPhoneCodeHandler(applications, accounts, new LibphonenumberPhoneNumbers(), phoneCodes),
      ),
    [REGISTRATION.applications, REGISTRATION.accounts, REGISTRATION.phoneCodes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, prover) => handles(VerifyPhone, new VerifyPhoneHandler(applications, accounts, prover)),
    [REGISTRATION.applications, REGISTRATION.accounts, REGISTRATION.accountProver],
  );
}
