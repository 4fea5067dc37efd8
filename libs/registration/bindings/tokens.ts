import { token } from '@gatehouse/platform/container';
import type { HashQueue } from '../adapters/argon2/hash-queue.js';
import type { NdjsonUserImport } from '../adapters/ndjson/user-import.js';
import type { rangeDispatcher } from '../adapters/pwned-passwords/pwned-passwords.js';
import type { CodeProver } from '../application/codes/code-prover.js';
import type { PhoneCodes } from '../application/codes/phone-codes.js';
import type { RegistrationProver } from '../application/codes/registration-prover.js';
import type { NewPasswords } from '../application/credentials/new-passwords.js';
import type { PasswordProof } from '../application/credentials/password-proof.js';
import type { PasswordTries } from '../application/credentials/password-tries.js';
import type { Accounts } from '../application/ports/accounts.js';
import type { ActivationCodes } from '../application/ports/activation-codes.js';
import type { AnswerPace } from '../application/ports/answer-pace.js';
import type { ApplicationDirectory } from '../application/ports/application-directory.js';
import type { CodeDigits } from '../application/ports/code-digits.js';
import type { EmailChanges } from '../application/ports/email-changes.js';
import type { Erasures } from '../application/ports/erasures.js';
import type { FunnelCounts } from '../application/ports/funnel-counts.js';
import type { Imports } from '../application/ports/imports.js';
import type { BreachedPasswords } from '../application/ports/input-checks.js';
import type { Notices } from '../application/ports/notices.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { ProofCodes } from '../application/ports/proof-codes.js';
import type { Registrations } from '../application/ports/registrations.js';
import type { Suspensions } from '../application/ports/suspensions.js';
import type { UndoTokens } from '../application/ports/undo-tokens.js';
import type { Erasing } from '../application/standing/erasing.js';
import type {
  ExportUsers,
  FindAccountStanding,
  FindActivationStatus,
  FindEventMessages,
  FindFunnel,
  FindProfile,
  FindRecipients,
  FindTimeline,
  FindUsers,
} from '../contract/index.js';

export const REGISTRATION = {
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
  imports: token<Imports>('registration.Imports'),
  exportUsers: token<ExportUsers>('registration.ExportUsers'),
  userImport: token<NdjsonUserImport>('registration.UserImport'),
  erasing: token<Erasing>('registration.Erasing'),
  suspensions: token<Suspensions>('registration.Suspensions'),
  answerPace: token<AnswerPace>('registration.AnswerPace'),
  rangeDispatcher: token<ReturnType<typeof rangeDispatcher>>('registration.RangeDispatcher'),
  breachedPasswords: token<BreachedPasswords>('registration.BreachedPasswords'),
  newPasswords: token<NewPasswords>('registration.NewPasswords'),
  passwordProof: token<PasswordProof>('registration.PasswordProof'),
  passwordTries: token<PasswordTries>('registration.PasswordTries'),
  findAccountStanding: token<FindAccountStanding>('registration.FindAccountStanding'),
  funnelCounts: token<FunnelCounts>('registration.FunnelCounts'),
  findFunnel: token<FindFunnel>('registration.FindFunnel'),
  findProfile: token<FindProfile>('registration.FindProfile'),
  findRecipients: token<FindRecipients>('registration.FindRecipients'),
  findUsers: token<FindUsers>('registration.FindUsers'),
  findTimeline: token<FindTimeline>('registration.FindTimeline'),
  /** From the notification context: the app that composes the two binds it. */
  findEventMessages: token<FindEventMessages>('registration.FindEventMessages'),
  findActivationStatus: token<FindActivationStatus>('registration.FindActivationStatus'),
} as const;
