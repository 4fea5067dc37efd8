import { administrationProblems, bearerProblems, commonProblems, type ProblemType } from '../edge/index.js';
import type { PublicCommand } from './public-command.js';

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
export function problemsOfCommand({ security, problems }: PublicCommand): readonly string[] {
  const all = [
    ...(security ? Object.values(bearerProblems) : []),
    ...(security === 'administration' ? Object.values(administrationProblems) : []),
    ...problems.values(),
    ...Object.values(commonProblems).filter((problem) => !ELSEWHERE.has(problem)),
  ];
  return [...new Set(all.map(({ code }) => code))].sort();
}
