import { Overloaded } from '@gatehouse/kernel';
import { DatabaseFault } from '../postgres/index.js';
import { commonProblems, ProblemError } from './problem.js';

export type ToldProblem = Pick<ProblemError, 'problem'> & Partial<Pick<ProblemError, 'refusal' | 'headers'>>;

/** What a caller is told of something that was thrown: its own text never. */
export function problemOfFault(error: unknown): ToldProblem {
  if (error instanceof ProblemError) return error;
  const { busy, internal } = commonProblems;
  if (error instanceof Overloaded) return { problem: busy, refusal: { retryAfterSeconds: error.retryAfterSeconds } };
  const isPassing = error instanceof DatabaseFault || isConnectionFault(error);
  return isPassing ? { problem: busy, refusal: { retryAfterSeconds: 5 } } : { problem: internal };
}

/** Whether the operator should read of it: not what callers were told by intention. */
export const isWorthLogging = (error: unknown): boolean =>
  problemOfFault(error).problem.status === 500 || !(error instanceof ProblemError || error instanceof Overloaded);

/** Of peers other than the database. */
const CONNECTION_FAULTS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

const isConnectionFault = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && CONNECTION_FAULTS.has(String(error.code));
