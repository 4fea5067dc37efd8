import type { Refusal } from '@gatehouse/kernel';
import { bearerProblems } from './bearer-problems.js';
import { idempotencyProblems } from './idempotency-key.js';
import type { Operation } from './operation.js';
import { commonProblems, type ProblemType } from './problem.js';

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
