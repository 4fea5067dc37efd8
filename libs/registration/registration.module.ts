import { handles, type PersonalRecords } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import {
  ContractApplicationDirectory,
  type FindApplication,
} from './adapters/applications/contract-application-directory.js';
import { Argon2PasswordHasher } from './adapters/argon2/argon2-password-hasher.js';
import { HashQueue } from './adapters/argon2/hash-queue.js';
import { addressSalt } from './adapters/crypto/address-salt.js';
import { HmacCodeDigits } from './adapters/crypto/hmac-code-digits.js';
import { HmacUndoTokens } from './adapters/crypto/hmac-undo-tokens.js';
import { LibphonenumberPhoneNumbers } from './adapters/input-checks/libphonenumber-phone-numbers.js';
import { ListedCommonPasswords } from './adapters/input-checks/listed-common-passwords.js';
import { PostgresAccounts } from './adapters/postgres/postgres-accounts.js';
import { PostgresActivationCodes } from './adapters/postgres/postgres-activation-codes.js';
import { PostgresEmailChanges } from './adapters/postgres/postgres-email-changes.js';
import { PostgresErasures } from './adapters/postgres/postgres-erasures.js';
import { PostgresFindAccountStanding } from './adapters/postgres/postgres-find-account-standing.js';
import { PostgresFindActivationStatus } from './adapters/postgres/postgres-find-activation-status.js';
import { PostgresFindProfile } from './adapters/postgres/postgres-find-profile.js';
import { PostgresFindTimeline } from './adapters/postgres/postgres-find-timeline.js';
import { PostgresFindUsers } from './adapters/postgres/postgres-find-users.js';
import { PostgresNotices } from './adapters/postgres/postgres-notices.js';
import { PostgresProofCodes } from './adapters/postgres/postgres-proof-codes.js';
import { PostgresRegistrations } from './adapters/postgres/postgres-registrations.js';
import { PostgresSuspensions } from './adapters/postgres/postgres-suspensions.js';
import { PostgresVouchedAccounts } from './adapters/postgres/postgres-vouched-accounts.js';
import { registrationPurges } from './adapters/postgres/purges/registration-purges.js';
import { PwnedPasswords } from './adapters/pwned-passwords/pwned-passwords.js';
import { type RangeDispatcher, rangeDispatcher } from './adapters/pwned-passwords/range-dispatcher.js';
import { ErasedUsers } from './adapters/subscriptions/erased-users.js';
import { TimedAnswerPace } from './adapters/timers/timed-answer-pace.js';
import { AbandonActivationCodeHandler } from './application/commands/abandon-activation-code.js';
import { AbandonNoticeHandler } from './application/commands/abandon-notice.js';
import { AcceptNoticeHandler } from './application/commands/accept-notice.js';
import { ActivateUserHandler } from './application/commands/activate-user.js';
import { AuthenticateUserHandler } from './application/commands/authenticate-user.js';
import { ChangePasswordHandler } from './application/commands/change-password.js';
import { ChangeProfileHandler } from './application/commands/change-profile.js';
import { CodeProver } from './application/commands/code-prover.js';
import { CreateAccountHandler } from './application/commands/create-account.js';
import { DispatchActivationCodeHandler } from './application/commands/dispatch-activation-code.js';
import { DispatchNoticeHandler } from './application/commands/dispatch-notice.js';
import { EraseOwnAccountHandler } from './application/commands/erase-own-account.js';
import { EraseUserHandler } from './application/commands/erase-user.js';
import { Erasing } from './application/commands/erasing.js';
import { NewPasswords } from './application/commands/new-passwords.js';
import { PasswordProof } from './application/commands/password-proof.js';
import { PhoneCodes } from './application/commands/phone-codes.js';
import { ProveRegisteredPhoneHandler } from './application/commands/prove-registered-phone.js';
import { RegisterUserHandler } from './application/commands/register-user.js';
import { RegistrationProver } from './application/commands/registration-prover.js';
import { RequestEmailChangeHandler } from './application/commands/request-email-change.js';
import { RequestPasswordResetHandler } from './application/commands/request-password-reset.js';
import { ResendActivationCodeHandler } from './application/commands/resend-activation-code.js';
import { ResendPhoneActivationCodeHandler } from './application/commands/resend-phone-activation-code.js';
import { ResetPasswordHandler } from './application/commands/reset-password.js';
import { ResumeUserHandler } from './application/commands/resume-user.js';
import { SendPhoneCodeHandler } from './application/commands/send-phone-code.js';
import { StartActivationCodeHandler } from './application/commands/start-activation-code.js';
import { SuspendUserHandler } from './application/commands/suspend-user.js';
import { UndoEmailChangeHandler } from './application/commands/undo-email-change.js';
import { VerifyNewEmailHandler } from './application/commands/verify-new-email.js';
import { VerifyPhoneHandler } from './application/commands/verify-phone.js';
import type { Accounts } from './application/ports/accounts.js';
import type { ActivationCodes } from './application/ports/activation-codes.js';
import type { AnswerPace } from './application/ports/answer-pace.js';
import type { ApplicationDirectory } from './application/ports/application-directory.js';
import type { CodeDigits } from './application/ports/code-digits.js';
import type { EmailChanges } from './application/ports/email-changes.js';
import type { Erasures } from './application/ports/erasures.js';
import type { BreachedPasswords } from './application/ports/input-checks.js';
import type { Notices } from './application/ports/notices.js';
import type { PasswordHasher } from './application/ports/password-hasher.js';
import type { ProofCodes } from './application/ports/proof-codes.js';
import type { Registrations } from './application/ports/registrations.js';
import type { Suspensions } from './application/ports/suspensions.js';
import type { UndoTokens } from './application/ports/undo-tokens.js';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  ActivateUser,
  AuthenticateUser,
  ChangePassword,
  ChangeProfile,
  CreateAccount,
  DispatchActivationCode,
  DispatchNotice,
  EraseOwnAccount,
  EraseUser,
  type FindAccountStanding,
  type FindActivationStatus,
  type FindEventMessages,
  type FindProfile,
  type FindTimeline,
  type FindUsers,
  ProveRegisteredPhone,
  RegisterUser,
  RequestEmailChange,
  RequestPasswordReset,
  ResendActivationCode,
  ResendPhoneActivationCode,
  ResetPassword,
  ResumeUser,
  SendPhoneCode,
  StartActivationCode,
  SuspendUser,
  UndoEmailChange,
  VerifyNewEmail,
  VerifyPhone,
} from './contract/index.js';

export const REGISTRATION = {
  /** From the applications' context: the app that composes the two binds it. */
  findApplication: token<FindApplication>('registration.FindApplication'),
  applications: token<ApplicationDirectory>('registration.ApplicationDirectory'),
  registrations: token<Registrations>('registration.Registrations'),
  activationCodes: token<ActivationCodes>('registration.ActivationCodes'),
  emailChanges: token<EmailChanges>('registration.EmailChanges'),
  undoTokens: token<UndoTokens>('registration.UndoTokens'),
  notices: token<Notices>('registration.Notices'),
  proofCodes: token<ProofCodes>('registration.ProofCodes'),
  codeProver: token<CodeProver>('registration.CodeProver'),
  phoneCodes: token<PhoneCodes>('registration.PhoneCodes'),
  prover: token<RegistrationProver>('registration.RegistrationProver'),
  hashQueue: token<HashQueue>('registration.HashQueue'),
  passwordHasher: token<PasswordHasher>('registration.PasswordHasher'),
  codeDigits: token<CodeDigits>('registration.CodeDigits'),
  accounts: token<Accounts>('registration.Accounts'),
  erasures: token<Erasures>('registration.Erasures'),
  erasing: token<Erasing>('registration.Erasing'),
  suspensions: token<Suspensions>('registration.Suspensions'),
  answerPace: token<AnswerPace>('registration.AnswerPace'),
  rangeDispatcher: token<RangeDispatcher>('registration.RangeDispatcher'),
  breachedPasswords: token<BreachedPasswords>('registration.BreachedPasswords'),
  newPasswords: token<NewPasswords>('registration.NewPasswords'),
  passwordProof: token<PasswordProof>('registration.PasswordProof'),
  findAccountStanding: token<FindAccountStanding>('registration.FindAccountStanding'),
  findProfile: token<FindProfile>('registration.FindProfile'),
  findUsers: token<FindUsers>('registration.FindUsers'),
  findTimeline: token<FindTimeline>('registration.FindTimeline'),
  /** From the notification context: the app that composes the two binds it. */
  findEventMessages: token<FindEventMessages>('registration.FindEventMessages'),
  findActivationStatus: token<FindActivationStatus>('registration.FindActivationStatus'),
} as const;

export const registrationModule = new ContainerModule(({ bind }) => {
  // Adapters.
  bind(REGISTRATION.applications)
    .toResolvedValue(
      (find, { sms }) => new ContractApplicationDirectory(find, sms.provider !== 'none'),
      [REGISTRATION.findApplication, PLATFORM.settings],
    )
    .inSingletonScope();
  bind(REGISTRATION.registrations)
    .toResolvedValue((database, ids) => new PostgresRegistrations(database, ids), [PLATFORM.database, PLATFORM.ids])
    .inSingletonScope();
  bind(REGISTRATION.accounts)
    .toResolvedValue((database) => new PostgresAccounts(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.erasures)
    .toResolvedValue((database) => new PostgresErasures(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.suspensions)
    .toResolvedValue((database) => new PostgresSuspensions(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.findAccountStanding)
    .toResolvedValue((database) => new PostgresFindAccountStanding(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.activationCodes)
    .toResolvedValue((database) => new PostgresActivationCodes(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.proofCodes)
    .toResolvedValue((database) => new PostgresProofCodes(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.undoTokens)
    .toResolvedValue(({ codeKeys }) => new HmacUndoTokens(codeKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(REGISTRATION.emailChanges)
    .toResolvedValue((database) => new PostgresEmailChanges(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.notices)
    .toResolvedValue((database) => new PostgresNotices(database), [PLATFORM.database])
    .inSingletonScope();
  // Whoever has just acted wants to see it.
  bind(REGISTRATION.findUsers)
    .toResolvedValue((database) => new PostgresFindUsers(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.findTimeline)
    .toResolvedValue(
      (database, messages) => new PostgresFindTimeline(database, messages),
      [PLATFORM.database, REGISTRATION.findEventMessages],
    )
    .inSingletonScope();
  bind(REGISTRATION.findProfile)
    .toResolvedValue((database) => new PostgresFindProfile(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.findActivationStatus)
    .toResolvedValue((database) => new PostgresFindActivationStatus(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.codeDigits)
    .toResolvedValue(({ codeKeys }) => new HmacCodeDigits(codeKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(REGISTRATION.hashQueue)
    .toResolvedValue(
      ({ hashing }, metrics) => {
        const queue = new HashQueue({
          concurrency: hashing.concurrency,
          limit: hashing.queueLimit,
          observe: (purpose, waited, worked) => {
            metrics.hashWaitSeconds.observe({ purpose }, waited);
            metrics.hashSeconds.observe({ purpose }, worked);
          },
        });
        metrics.gauge('gatehouse_hashes_waiting', 'Passwords that wait for their turn', () => queue.waiting);
        return queue;
      },
      [PLATFORM.settings, PLATFORM.metrics],
    )
    .inSingletonScope();
  bind(REGISTRATION.passwordHasher)
    .toResolvedValue(
      (queue, { codeKeys }) =>
        new Argon2PasswordHasher(queue, (application, email) => addressSalt(codeKeys, application, email)),
      [REGISTRATION.hashQueue, PLATFORM.settings],
    )
    .inSingletonScope();

  bind(REGISTRATION.answerPace)
    .toResolvedValue(() => new TimedAnswerPace())
    .inSingletonScope();
  bind(REGISTRATION.rangeDispatcher)
    .toResolvedValue(() => rangeDispatcher())
    .inSingletonScope()
    .onDeactivation((dispatcher) => dispatcher.close());
  bind(REGISTRATION.breachedPasswords)
    .toResolvedValue(
      ({ passwordBreachCheck }, metrics, dispatcher): BreachedPasswords =>
        passwordBreachCheck.enabled
          ? new PwnedPasswords({
              baseUrl: passwordBreachCheck.baseUrl,
              dispatcher,
              onCheck: (outcome) => metrics.passwordBreachChecks.inc({ outcome }),
            })
          : { has: async () => false },
      [PLATFORM.settings, PLATFORM.metrics, REGISTRATION.rangeDispatcher],
    )
    .inSingletonScope();

  // Use cases.
  bind(REGISTRATION.newPasswords)
    .toResolvedValue(
      (breached) => new NewPasswords(new ListedCommonPasswords(), breached),
      [REGISTRATION.breachedPasswords],
    )
    .inSingletonScope();
  bind(REGISTRATION.passwordProof)
    .toResolvedValue(
      (registrations, hasher) => new PasswordProof(registrations, hasher),
      [REGISTRATION.registrations, REGISTRATION.passwordHasher],
    )
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
    (applications, registrations, hasher, digits, newPasswords, phoneCodes, ids, clock) =>
      handles(
        RegisterUser,
        new RegisterUserHandler(
          applications,
          registrations,
          hasher,
          digits,
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
      REGISTRATION.codeDigits,
      REGISTRATION.newPasswords,
      REGISTRATION.phoneCodes,
      PLATFORM.ids,
      PLATFORM.clock,
    ],
  );
  bind(REGISTRATION.prover)
    .toResolvedValue(
      (applications, registrations, hasher, digits) =>
        new RegistrationProver(applications, registrations, hasher, digits),
      [REGISTRATION.applications, REGISTRATION.registrations, REGISTRATION.passwordHasher, REGISTRATION.codeDigits],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (prover) => handles(ActivateUser, new ActivateUserHandler(prover)),
    [REGISTRATION.prover],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (prover) => handles(ProveRegisteredPhone, new ProveRegisteredPhoneHandler(prover)),
    [REGISTRATION.prover],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, hasher, phoneCodes) =>
      handles(
        ResendPhoneActivationCode,
        new ResendPhoneActivationCodeHandler(applications, registrations, hasher, phoneCodes),
      ),
    [REGISTRATION.applications, REGISTRATION.registrations, REGISTRATION.passwordHasher, REGISTRATION.phoneCodes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, digits, ids, pace) =>
      handles(ResendActivationCode, new ResendActivationCodeHandler(applications, registrations, digits, ids, pace)),
    [
      REGISTRATION.applications,
      REGISTRATION.registrations,
      REGISTRATION.codeDigits,
      PLATFORM.ids,
      REGISTRATION.answerPace,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, accounts, hasher, profiles) =>
      handles(AuthenticateUser, new AuthenticateUserHandler(applications, registrations, accounts, hasher, profiles)),
    [
      REGISTRATION.applications,
      REGISTRATION.registrations,
      REGISTRATION.accounts,
      REGISTRATION.passwordHasher,
      REGISTRATION.findProfile,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, codes, digits) =>
      handles(DispatchActivationCode, new DispatchActivationCodeHandler(applications, codes, digits)),
    [REGISTRATION.applications, REGISTRATION.activationCodes, REGISTRATION.codeDigits],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (codes) => handles(StartActivationCode, new StartActivationCodeHandler(codes)),
    [REGISTRATION.activationCodes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (codes) => handles(AbandonActivationCode, new AbandonActivationCodeHandler(codes)),
    [REGISTRATION.activationCodes],
  );
  bind(REGISTRATION.phoneCodes)
    .toResolvedValue(
      (proofs, digits, ids) => new PhoneCodes(proofs, new LibphonenumberPhoneNumbers(), digits, ids),
      [REGISTRATION.proofCodes, REGISTRATION.codeDigits, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, phoneCodes) =>
      handles(
        SendPhoneCode,
        new SendPhoneCodeHandler(applications, accounts, new LibphonenumberPhoneNumbers(), phoneCodes),
      ),
    [REGISTRATION.applications, REGISTRATION.accounts, REGISTRATION.phoneCodes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, prover) => handles(VerifyPhone, new VerifyPhoneHandler(applications, prover)),
    [REGISTRATION.applications, REGISTRATION.codeProver],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (suspensions, ids) => handles(SuspendUser, new SuspendUserHandler(suspensions, ids)),
    [REGISTRATION.suspensions, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (suspensions, ids) => handles(ResumeUser, new ResumeUserHandler(suspensions, ids)),
    [REGISTRATION.suspensions, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, proofs, digits, ids) =>
      handles(RequestPasswordReset, new RequestPasswordResetHandler(applications, proofs, digits, ids)),
    [REGISTRATION.applications, REGISTRATION.proofCodes, REGISTRATION.codeDigits, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, newPasswords, hasher, prover) =>
      handles(ResetPassword, new ResetPasswordHandler(applications, registrations, newPasswords, hasher, prover)),
    [
      REGISTRATION.applications,
      REGISTRATION.registrations,
      REGISTRATION.newPasswords,
      REGISTRATION.passwordHasher,
      REGISTRATION.codeProver,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices, tokens) => handles(DispatchNotice, new DispatchNoticeHandler(notices, tokens)),
    [REGISTRATION.notices, REGISTRATION.undoTokens],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, accounts, proof, proofs, digits, ids) =>
      handles(RequestEmailChange, new RequestEmailChangeHandler(applications, accounts, proof, proofs, digits, ids)),
    [
      REGISTRATION.applications,
      REGISTRATION.accounts,
      REGISTRATION.passwordProof,
      REGISTRATION.proofCodes,
      REGISTRATION.codeDigits,
      PLATFORM.ids,
    ],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, prover, ids) => handles(VerifyNewEmail, new VerifyNewEmailHandler(applications, prover, ids)),
    [REGISTRATION.applications, REGISTRATION.codeProver, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (changes, tokens, hasher, ids) =>
      handles(UndoEmailChange, new UndoEmailChangeHandler(changes, tokens, hasher, ids)),
    [REGISTRATION.emailChanges, REGISTRATION.undoTokens, REGISTRATION.passwordHasher, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices) => handles(AcceptNotice, new AcceptNoticeHandler(notices)),
    [REGISTRATION.notices],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices) => handles(AbandonNotice, new AbandonNoticeHandler(notices)),
    [REGISTRATION.notices],
  );
  bind(REGISTRATION.erasing)
    .toResolvedValue(
      (erasures: Erasures, records: PersonalRecords[]) => new Erasing(erasures, records),
      [REGISTRATION.erasures, { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true }],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (erasures, erasing) => handles(EraseUser, new EraseUserHandler(erasures, erasing)),
    [REGISTRATION.erasures, REGISTRATION.erasing],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, registrations, hasher, erasing) =>
      handles(EraseOwnAccount, new EraseOwnAccountHandler(applications, registrations, hasher, erasing)),
    [REGISTRATION.applications, REGISTRATION.registrations, REGISTRATION.passwordHasher, REGISTRATION.erasing],
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

  // What must be done for others once it is decided. Only the worker runs subscriptions.
  bind(PLATFORM.subscriptions).toResolvedValue((erasing) => new ErasedUsers(erasing), [REGISTRATION.erasing]);
  for (const purgeOn of registrationPurges) bind(PLATFORM.purges).toResolvedValue(purgeOn, [PLATFORM.database]);
});
