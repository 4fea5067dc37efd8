import { token } from '@gatehouse/platform/container';
import type { HashQueue } from '../adapters/argon2/hash-queue.js';
import type { NdjsonUserImport } from '../adapters/ndjson/user-import.js';
import type { rangeDispatcher } from '../adapters/pwned-passwords/pwned-passwords.js';
import type { AccountProver } from '../application/codes/account-prover.js';
import type { IssueCode } from '../application/codes/issue-code.js';
import type { PhoneCodes } from '../application/codes/phone-codes.js';
import type { RegistrationProver } from '../application/codes/registration-prover.js';
import type { VerifyCode } from '../application/codes/verify-code.js';
import type { NewPasswords } from '../application/credentials/new-passwords.js';
import type { PasswordCheck } from '../application/credentials/password-check.js';
import type { Accounts, ProfileViews } from '../application/ports/accounts.js';
import type { ApplicationDirectory } from '../application/ports/application-directory.js';
import type { AnswerPace, ChargedTries } from '../application/ports/charged-tries.js';
import type { CodeDigits, Codes } from '../application/ports/codes.js';
import type { EmailChanges, UndoTokens } from '../application/ports/email-changes.js';
import type { FeedbackTokens } from '../application/ports/feedback.js';
import type { FunnelCounts } from '../application/ports/funnel.js';
import type { BreachedPasswords, PhoneNumbers } from '../application/ports/input-checks.js';
import type { ActivationStatuses, Notices } from '../application/ports/messages.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { Registrations } from '../application/ports/registrations.js';
import type { Erasures, Suspensions, UserViews } from '../application/ports/standing.js';
import type { TextStops } from '../application/ports/text-traffic.js';
import type { Imports } from '../application/ports/transfer.js';
import type { Erasing } from '../application/standing/erase-user.js';
import type { EventMessages } from '../contract/index.js';

export const REGISTRATION = {
  applications: token<ApplicationDirectory>('registration.ApplicationDirectory'),
  registrations: token<Registrations>('registration.Registrations'),
  codes: token<Codes>('registration.Codes'),
  chargedTries: token<ChargedTries>('registration.ChargedTries'),
  emailChanges: token<EmailChanges>('registration.EmailChanges'),
  undoTokens: token<UndoTokens>('registration.UndoTokens'),
  feedbackTokens: token<FeedbackTokens>('registration.FeedbackTokens'),
  notices: token<Notices>('registration.Notices'),
  issueCode: token<IssueCode>('registration.IssueCode'),
  verifyCode: token<VerifyCode>('registration.VerifyCode'),
  accountProver: token<AccountProver>('registration.AccountProver'),
  phoneCodes: token<PhoneCodes>('registration.PhoneCodes'),
  registrationProver: token<RegistrationProver>('registration.RegistrationProver'),
  hashQueue: token<HashQueue>('registration.HashQueue'),
  passwordHasher: token<PasswordHasher>('registration.PasswordHasher'),
  codeDigits: token<CodeDigits>('registration.CodeDigits'),
  accounts: token<Accounts>('registration.Accounts'),
  erasures: token<Erasures>('registration.Erasures'),
  imports: token<Imports>('registration.Imports'),
  userImport: token<NdjsonUserImport>('registration.UserImport'),
  erasing: token<Erasing>('registration.Erasing'),
  suspensions: token<Suspensions>('registration.Suspensions'),
  answerPace: token<AnswerPace>('registration.AnswerPace'),
  rangeDispatcher: token<ReturnType<typeof rangeDispatcher>>('registration.RangeDispatcher'),
  breachedPasswords: token<BreachedPasswords>('registration.BreachedPasswords'),
  phoneNumbers: token<PhoneNumbers>('registration.PhoneNumbers'),
  textStops: token<TextStops>('registration.TextStops'),
  newPasswords: token<NewPasswords>('registration.NewPasswords'),
  passwordCheck: token<PasswordCheck>('registration.PasswordCheck'),
  funnelCounts: token<FunnelCounts>('registration.FunnelCounts'),
  profileViews: token<ProfileViews>('registration.ProfileViews'),
  userViews: token<UserViews>('registration.UserViews'),
  activationStatuses: token<ActivationStatuses>('registration.ActivationStatuses'),
  /** From the notification context: the app that composes the two binds it. */
  eventMessages: token<EventMessages>('registration.EventMessages'),
} as const;
