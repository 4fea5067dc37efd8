import { InternalQuery, type Result } from '@gatehouse/kernel';

/** What an application's policy asks of people, as far as a form has to know it before it is refused. */
export interface SignUpRules {
  /** In Unicode code points. */
  readonly passwordMinLength: number;
  readonly requiresPhone: boolean;
  /** Digits. */
  readonly resetCodeLength: number;
  /** Seconds between two messages to one address. */
  readonly gapSeconds: number;
}

/** The rules of the application that asks. For its pages. */
export class FindSignUpRules extends InternalQuery<Result<SignUpRules, never>> {}
