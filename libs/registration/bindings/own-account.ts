import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { LibphonenumberPhoneNumbers } from '../adapters/input-checks/libphonenumber-phone-numbers.js';
import { CodeProver } from '../application/codes/code-prover.js';
import { AuthenticateUserHandler } from '../application/credentials/authenticate-user.js';
import { PasswordProof } from '../application/credentials/password-proof.js';
import { PasswordTries } from '../application/credentials/password-tries.js';
import { ChangePasswordHandler } from '../application/own-account/change-password.js';
import { ChangeProfileHandler } from '../application/own-account/change-profile.js';
import { SendPhoneCodeHandler } from '../application/own-account/send-phone-code.js';
import { VerifyPhoneHandler } from '../application/own-account/verify-phone.js';
import { AuthenticateUser, ChangePassword, ChangeProfile, SendPhoneCode, VerifyPhone } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What people do with an account of theirs: sign in, change profile, password and phone. */
export function bindOwnAccount({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(REGISTRATION.passwordTries)
    .toResolvedValue(
      (registrations, hasher, ids) => new PasswordTries(registrations, hasher, ids),
      [REGISTRATION.registrations, REGISTRATION.passwordHasher, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(REGISTRATION.passwordProof)
    .toResolvedValue((tries) => new PasswordProof(tries), [REGISTRATION.passwordTries])
    .inSingletonScope();
  bind(REGISTRATION.codeProver)
    .toResolvedValue(
      (proofs, registrations, digits, ids) => new CodeProver(proofs, registrations, digits, ids),
      [REGISTRATION.proofCodes, REGISTRATION.registrations, REGISTRATION.codeDigits, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (accounts, ids, clock) =>
      handles(ChangeProfile, new ChangeProfileHandler(accounts, new LibphonenumberPhoneNumbers(), ids, clock)),
    [REGISTRATION.accounts, PLATFORM.ids, PLATFORM.clock],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, newPasswords, proof, hasher, ids) =>
      handles(ChangePassword, new ChangePasswordHandler(applications, accounts, newPasswords, proof, hasher, ids)),
    [
      REGISTRATION.applications,
      REGISTRATION.accounts,
      REGISTRATION.newPasswords,
      REGISTRATION.passwordProof,
      REGISTRATION.passwordHasher,
      PLATFORM.ids,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, tries, accounts, hasher, profiles) =>
      handles(AuthenticateUser, new AuthenticateUserHandler(applications, tries, accounts, hasher, profiles)),
    [
      REGISTRATION.applications,
      REGISTRATION.passwordTries,
      REGISTRATION.accounts,
      REGISTRATION.passwordHasher,
      REGISTRATION.findProfile,
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
    [REGISTRATION.applications, REGISTRATION.accounts, REGISTRATION.codeProver],
  );
}
