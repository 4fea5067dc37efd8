import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { LibphonenumberPhoneNumbers } from '../adapters/input-checks/libphonenumber-phone-numbers.js';
import { ListedCommonPasswords } from '../adapters/input-checks/listed-common-passwords.js';
import { PostgresVouchedAccounts } from '../adapters/postgres/sign-up/postgres-vouched-accounts.js';
import { NewPasswords } from '../application/credentials/new-passwords.js';
import { ActivateUserHandler } from '../application/sign-up/activate-user.js';
import { CreateAccountHandler } from '../application/sign-up/create-account.js';
import { ProveRegisteredPhoneHandler } from '../application/sign-up/prove-registered-phone.js';
import { RegisterUserHandler } from '../application/sign-up/register-user.js';
import { ResendActivationCodeHandler } from '../application/sign-up/resend-activation-code.js';
import { ResendActivationCodeToHandler } from '../application/sign-up/resend-activation-code-to.js';
import { ResendPhoneActivationCodeHandler } from '../application/sign-up/resend-phone-activation-code.js';
import {
  ActivateUser,
  CreateAccount,
  ProveRegisteredPhone,
  RegisterUser,
  ResendActivationCode,
  ResendActivationCodeTo,
  ResendPhoneActivationCode,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** From a sign-up to the active account. */
export function bindSignUp({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(REGISTRATION.newPasswords)
    .toResolvedValue(
      (breached) => new NewPasswords(new ListedCommonPasswords(), breached),
      [REGISTRATION.breachedPasswords],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, hasher, issueCode, newPasswords, phoneCodes, ids, clock) =>
      handles(
        RegisterUser,
        new RegisterUserHandler(
          applications,
          registrations,
          hasher,
          issueCode,
          newPasswords,
          new LibphonenumberPhoneNumbers(),
          phoneCodes,
          ids,
          clock,
        ),
      ),
    [
      REGISTRATION.applications,
      REGISTRATION.registrations,
      REGISTRATION.passwordHasher,
      REGISTRATION.issueCode,
      REGISTRATION.newPasswords,
      REGISTRATION.phoneCodes,
      PLATFORM.ids,
      PLATFORM.clock,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (prover) => handles(ActivateUser, new ActivateUserHandler(prover)),
    [REGISTRATION.registrationProver],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (prover) => handles(ProveRegisteredPhone, new ProveRegisteredPhoneHandler(prover)),
    [REGISTRATION.registrationProver],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, passwords, phoneCodes) =>
      handles(ResendPhoneActivationCode, new ResendPhoneActivationCodeHandler(applications, passwords, phoneCodes)),
    [REGISTRATION.applications, REGISTRATION.passwordCheck, REGISTRATION.phoneCodes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, issueCode, pace) =>
      handles(ResendActivationCode, new ResendActivationCodeHandler(applications, registrations, issueCode, pace)),
    [REGISTRATION.applications, REGISTRATION.registrations, REGISTRATION.issueCode, REGISTRATION.answerPace],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, issueCode, pace, users) =>
      handles(
        ResendActivationCodeTo,
        new ResendActivationCodeToHandler(
          users,
          new ResendActivationCodeHandler(applications, registrations, issueCode, pace),
        ),
      ),
    [
      REGISTRATION.applications,
      REGISTRATION.registrations,
      REGISTRATION.issueCode,
      REGISTRATION.answerPace,
      REGISTRATION.userViews,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, database, hasher, newPasswords, ids) => {
      const accounts = new PostgresVouchedAccounts(database);
      return handles(CreateAccount, new CreateAccountHandler(applications, accounts, hasher, newPasswords, ids));
    },
    [
      REGISTRATION.applications,
      PLATFORM.database,
      REGISTRATION.passwordHasher,
      REGISTRATION.newPasswords,
      PLATFORM.ids,
    ],
  );
}
