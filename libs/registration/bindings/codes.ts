import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { LibphonenumberPhoneNumbers } from '../adapters/input-checks/libphonenumber-phone-numbers.js';
import { AccountProver } from '../application/codes/account-prover.js';
import { IssueCode } from '../application/codes/issue-code.js';
import { PhoneCodes } from '../application/codes/phone-codes.js';
import { RegistrationProver } from '../application/codes/registration-prover.js';
import { VerifyCode } from '../application/codes/verify-code.js';
import { PasswordCheck } from '../application/credentials/password-check.js';
import {
  AbandonActivationCodeHandler,
  DispatchActivationCodeHandler,
  RecordMessageOutcomesHandler,
  StartActivationCodeHandler,
} from '../application/messages/activation-codes.js';
import { AbandonNoticeHandler, AcceptNoticeHandler, DispatchNoticeHandler } from '../application/messages/notices.js';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  DispatchActivationCode,
  DispatchNotice,
  RecordMessageOutcomes,
  StartActivationCode,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** How passwords are checked, and codes issued, sent and verified: what every concern builds on. */
export function bindCodes({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  bind(REGISTRATION.phoneNumbers)
    .toResolvedValue(() => new LibphonenumberPhoneNumbers())
    .inSingletonScope();
  bind(REGISTRATION.passwordCheck)
    .toResolvedValue(
      (tries, hasher, ids) => new PasswordCheck(tries, hasher, ids),
      [REGISTRATION.chargedTries, REGISTRATION.passwordHasher, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(REGISTRATION.issueCode)
    .toResolvedValue(
      (codes, digits, ids) => new IssueCode(codes, digits, ids),
      [REGISTRATION.codes, REGISTRATION.codeDigits, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(REGISTRATION.phoneCodes)
    .toResolvedValue(
      (issueCode, phoneNumbers, stops, ids) => new PhoneCodes(issueCode, phoneNumbers, stops, ids),
      [REGISTRATION.issueCode, REGISTRATION.phoneNumbers, REGISTRATION.textStops, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(REGISTRATION.verifyCode)
    .toResolvedValue((codes, digits) => new VerifyCode(codes, digits), [REGISTRATION.codes, REGISTRATION.codeDigits])
    .inSingletonScope();
  bind(REGISTRATION.accountProver)
    .toResolvedValue(
      (codes, tries, verifyCode, ids) => new AccountProver(codes, tries, verifyCode, ids),
      [REGISTRATION.codes, REGISTRATION.chargedTries, REGISTRATION.verifyCode, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(REGISTRATION.registrationProver)
    .toResolvedValue(
      (applications, tries, passwords, verifyCode, feedbackTokens, ids) =>
        new RegistrationProver(applications, tries, passwords, verifyCode, feedbackTokens, ids),
      [
        REGISTRATION.applications,
        REGISTRATION.chargedTries,
        REGISTRATION.passwordCheck,
        REGISTRATION.verifyCode,
        REGISTRATION.feedbackTokens,
        PLATFORM.ids,
      ],
    )
    .inSingletonScope();

  onCommand(DispatchActivationCode, DispatchActivationCodeHandler, {
    applications: REGISTRATION.applications,
    codes: REGISTRATION.codes,
    digits: REGISTRATION.codeDigits,
  });
  onCommand(StartActivationCode, StartActivationCodeHandler, { codes: REGISTRATION.codes });
  onCommand(RecordMessageOutcomes, RecordMessageOutcomesHandler, { codes: REGISTRATION.codes });
  onCommand(AbandonActivationCode, AbandonActivationCodeHandler, { codes: REGISTRATION.codes });
  onCommand(DispatchNotice, DispatchNoticeHandler, { notices: REGISTRATION.notices, tokens: REGISTRATION.undoTokens });
  onCommand(AcceptNotice, AcceptNoticeHandler, { notices: REGISTRATION.notices });
  onCommand(AbandonNotice, AbandonNoticeHandler, { notices: REGISTRATION.notices });
}
