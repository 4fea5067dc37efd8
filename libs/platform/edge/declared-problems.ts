import { Overloaded, type Refusal } from '@gatehouse/kernel';
import { DatabaseFault } from '../postgres/index.js';
import { administrationProblems, bearerProblems } from './caller.js';
import { idempotencyProblems } from './idempotency-key.js';
import type { Operation } from './operation.js';
import { commonProblems, ProblemError, type ProblemType } from './problem.js';
import { busProblems, type PublicOperation } from './public-operations.js';

/** Of each code that an operation's use case may be refused with, the problem that callers are told. */
export type DeclaredProblems = ReadonlyMap<string, ProblemType>;

export function declaredProblems(operation: Operation): DeclaredProblems {
  const problems = [
    ...Object.values(commonProblems),
    ...(operation.idempotency === 'by-key' ? Object.values(idempotencyProblems) : []),
    ...operation.problems,
  ];
  return new Map([
    ...problems.map((problem) => [problem.code, problem] as const),
    // A token outlives its account by minutes at most; it opens nothing any more.
    ...(operation.security === 'bearer' ? [['account-unknown', bearerProblems['token-invalid']] as const] : []),
    ...Object.entries(operation.inOtherWords ?? {}),
  ]);
}

/** @throws Error where the operation does not declare it */
export function problemOfRefusal(operation: Operation, problems: DeclaredProblems, { code }: Refusal): ProblemType {
  const problem = problems.get(code);
  if (!problem) throw new Error(`${operation.operationId} does not declare the problem "${code}"`);
  return problem;
}

/** Answered where there is no operation, or by HTTP's server before there is one. */
const ELSEWHERE: ReadonlySet<ProblemType> = new Set([
  commonProblems['request-malformed'],
  commonProblems['not-found'],
  commonProblems['method-not-allowed'],
  commonProblems['request-timeout'],
  commonProblems['uri-too-long'],
  commonProblems['headers-too-large'],
]);

/** Codes of everything that a call over the broker may be refused with, in the alphabet's order. */
export function problemsOverBroker({ security, operation }: PublicOperation): readonly string[] {
  const all = [
    ...(security ? Object.values(bearerProblems) : []),
    ...(security === 'administration' ? Object.values(administrationProblems) : []),
    ...(operation.asks ? Object.values(busProblems) : []),
    ...declaredProblems(operation).values(),
  ];
  const told = all.filter((problem) => !ELSEWHERE.has(problem) || operation.problems.includes(problem));
  return [...new Set(told.map(({ code }) => code))].sort();
}

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
