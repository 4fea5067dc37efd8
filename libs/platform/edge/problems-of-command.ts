import { administrationProblems } from './administrators.js';
import { bearerProblems } from './bearer-problems.js';
import { declaredProblems } from './declared-problems.js';
import { commonProblems, type ProblemType } from './problem.js';
import type { PublicCommand } from './public-commands.js';

/** Answered where there is no command, or by HTTP's server before there is an operation. */
const ELSEWHERE: ReadonlySet<ProblemType> = new Set([
  commonProblems['request-malformed'],
  commonProblems['not-found'],
  commonProblems['method-not-allowed'],
  commonProblems['request-timeout'],
  commonProblems['uri-too-long'],
  commonProblems['headers-too-large'],
]);

/** Codes of everything that a command over the broker may be refused with, in the alphabet's order. */
export function problemsOfCommand({ security, operation }: PublicCommand): readonly string[] {
  const all = [
    ...(security ? Object.values(bearerProblems) : []),
    ...(security === 'administration' ? Object.values(administrationProblems) : []),
    ...declaredProblems(operation).values(),
  ];
  return [...new Set(all.filter((problem) => !ELSEWHERE.has(problem)).map(({ code }) => code))].sort();
}
