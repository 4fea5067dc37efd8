import { AccountProver } from '../../../../libs/registration/application/codes/account-prover.js';
import { IssueCode } from '../../../../libs/registration/application/codes/issue-code.js';
import { PhoneCodes } from '../../../../libs/registration/application/codes/phone-codes.js';
import { RegistrationProver } from '../../../../libs/registration/application/codes/registration-prover.js';
import { VerifyCode } from '../../../../libs/registration/application/codes/verify-code.js';
import { NewPasswords } from '../../../../libs/registration/application/credentials/new-passwords.js';
import type { AnswerPace } from '../../../../libs/registration/application/ports/charged-tries.js';
import type { NewStop } from '../../../../libs/registration/domain/text-traffic.js';
import { StoppedClock } from '../../access/stopped-clock.js';
import { InMemoryCodes, plainDigits } from './in-memory-codes.js';
import { commonPasswords, InMemoryBreaches, plainNumbers } from './input-checks.js';
import { NOON } from './message-histories.js';
import { PasswordStage } from './password-stage.js';

/** Counts the answers that were given at a fixed pace. */
class CountedPace implements AnswerPace {
  kept = 0;

  keep<T>(work: () => Promise<T>): Promise<T> {
    this.kept += 1;
    return work();
  }
}

/** What handlers work with that issue codes, take them, or have a new password chosen. */
export class CodeStage extends PasswordStage {
  readonly clock = new StoppedClock(NOON);
  readonly codes = new InMemoryCodes();
  readonly stops: (NewStop & { readonly id: string })[] = [];
  readonly breaches = new InMemoryBreaches();
  readonly pace = new CountedPace();
  readonly phoneNumbers = plainNumbers;
  readonly feedbackTokens = { of: (userId: string) => `token-of-${userId}`, userOf: () => null };

  readonly newPasswords = new NewPasswords(commonPasswords, this.breaches);
  readonly issueCode = new IssueCode(this.codes, plainDigits, this.ids);
  readonly phoneCodes = new PhoneCodes(
    this.issueCode,
    plainNumbers,
    { add: async (stop) => void this.stops.push(stop) },
    this.ids,
  );
  readonly verifyCode = new VerifyCode(this.codes, plainDigits);
  readonly prover = new AccountProver(this.codes, this.tries, this.verifyCode, this.ids);
  readonly registrationProver = new RegistrationProver(
    this.applications,
    this.tries,
    this.passwords,
    this.verifyCode,
    this.feedbackTokens,
    this.ids,
  );
}
