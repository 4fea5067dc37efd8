import type { CodePolicy } from '../policy.js';
import type { Code } from './code.js';
import { type Born, issueCode } from './issue-code.js';

/** The code of a registration, which proves its mailbox: one kind of `Code`. It goes to the address that was signed up with. */
export interface ActivationCode extends Code {
  readonly purpose: 'activation';
  readonly userId: string;
}

/** Issues a registration's next activation code; wrong tries within the policy's window make it longer. */
export const issueActivationCode = (born: Born, userId: string, policy: CodePolicy, wrongTries: number) =>
  issueCode(born, userId, { purpose: 'activation', target: null }, policy, wrongTries);
