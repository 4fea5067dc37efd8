import { bindHandlers, from, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { ListedCommonPasswords } from '../adapters/input-checks/listed-common-passwords.js';
import { PostgresVouchedAccounts } from '../adapters/postgres/sign-up/postgres-registrations.js';
import { NewPasswords } from '../application/credentials/new-passwords.js';
import { ActivateUserHandler, ProveRegisteredPhoneHandler } from '../application/sign-up/activate-user.js';
import { CreateAccountHandler } from '../application/sign-up/create-account.js';
import { RegisterUserHandler } from '../application/sign-up/register-user.js';
import {
  ResendActivationCodeHandler,
  ResendActivationCodeToHandler,
  ResendPhoneActivationCodeHandler,
} from '../application/sign-up/resend-activation-code.js';
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
  const { onCommand } = bindHandlers(bind);
  bind(REGISTRATION.newPasswords)
    .toResolvedValue(
      (breached) => new NewPasswords(new ListedCommonPasswords(), breached),
      [REGISTRATION.breachedPasswords],
    )
    .inSingletonScope();
  onCommand(RegisterUser, RegisterUserHandler, {
    applications: REGISTRATION.applications,
    registrations: REGISTRATION.registrations,
    hasher: REGISTRATION.passwordHasher,
    issueCode: REGISTRATION.issueCode,
    newPasswords: REGISTRATION.newPasswords,
    phoneNumbers: REGISTRATION.phoneNumbers,
    phoneCodes: REGISTRATION.phoneCodes,
    ids: PLATFORM.ids,
    clock: PLATFORM.clock,
  });
  onCommand(ActivateUser, ActivateUserHandler, { prover: REGISTRATION.registrationProver });
  onCommand(ProveRegisteredPhone, ProveRegisteredPhoneHandler, { prover: REGISTRATION.registrationProver });
  onCommand(ResendPhoneActivationCode, ResendPhoneActivationCodeHandler, {
    applications: REGISTRATION.applications,
    passwords: REGISTRATION.passwordCheck,
    phoneCodes: REGISTRATION.phoneCodes,
  });
  onCommand(ResendActivationCode, ResendActivationCodeHandler, {
    applications: REGISTRATION.applications,
    registrations: REGISTRATION.registrations,
    issueCode: REGISTRATION.issueCode,
    pace: REGISTRATION.answerPace,
  });
  onCommand(ResendActivationCodeTo, ResendActivationCodeToHandler, {
    users: REGISTRATION.userViews,
    resend: from(
      [REGISTRATION.applications, REGISTRATION.registrations, REGISTRATION.issueCode, REGISTRATION.answerPace],
      (applications, registrations, issueCode, pace) =>
        new ResendActivationCodeHandler({ applications, registrations, issueCode, pace }),
    ),
  });
  onCommand(CreateAccount, CreateAccountHandler, {
    applications: REGISTRATION.applications,
    accounts: from([PLATFORM.database], (database) => new PostgresVouchedAccounts(database)),
    hasher: REGISTRATION.passwordHasher,
    newPasswords: REGISTRATION.newPasswords,
    ids: PLATFORM.ids,
  });
}
