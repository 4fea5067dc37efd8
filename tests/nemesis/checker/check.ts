import type { Evidence } from './evidence.ts';
import { type Invariant, Verdict, type Violation } from './invariant.ts';
import { INVARIANTS_OF_ACCOUNTS } from './invariants/accounts.ts';
import { INVARIANTS_OF_ANSWERS } from './invariants/answers.ts';
import { INVARIANTS_OF_CODES } from './invariants/codes.ts';
import { INVARIANTS_OF_EVENTS } from './invariants/events.ts';
import { INVARIANTS_OF_MESSAGES } from './invariants/messages.ts';
import { INVARIANTS_OF_SESSIONS } from './invariants/sessions.ts';
import { INVARIANTS_OF_SIGN_UPS } from './invariants/sign-ups.ts';

export const INVARIANTS: readonly Invariant[] = [
  ...INVARIANTS_OF_SIGN_UPS,
  ...INVARIANTS_OF_CODES,
  ...INVARIANTS_OF_MESSAGES,
  ...INVARIANTS_OF_SESSIONS,
  ...INVARIANTS_OF_ACCOUNTS,
  ...INVARIANTS_OF_EVENTS,
  ...INVARIANTS_OF_ANSWERS,
];

export interface Checked {
  readonly name: string;
  readonly source: string;
  /** How often it was looked at, and how often it did not hold. */
  readonly checked: number;
  readonly violated: number;
  readonly violations: readonly Violation[];
}

export const checkAll = (evidence: Evidence): Checked[] =>
  INVARIANTS.map(({ name, source, check }) => {
    const verdict = new Verdict();
    check(evidence, verdict);
    const { checked, violated, violations } = verdict;
    return { name, source, checked, violated, violations };
  });
