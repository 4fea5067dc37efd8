import type { Operation, ProblemType } from '@gatehouse/platform/edge';
import { commonProblems } from '@gatehouse/platform/edge';
import { problemsByStatus } from '@gatehouse/platform/openapi';
import type { ToldProblem } from '@gatehouse/web';

export type AnsweredProblem = ProblemType & Pick<ToldProblem, 'operations'>;

/** Every problem that the service may answer, by its code, with the operations that do. */
export function answeredProblems(operations: readonly Operation[]): ReadonlyMap<string, AnsweredProblem> {
  const common = Object.values<ProblemType>(commonProblems);
  const found = new Map<string, AnsweredProblem>(
    common.map((problem) => [problem.code, { ...problem, operations: null }]),
  );
  for (const operation of operations) {
    for (const problem of [...problemsByStatus(operation).values()].flat()) {
      const { operations: others, ...known } = found.get(problem.code) ?? { ...problem, operations: [] };
      const { method, path, summary } = operation;
      found.set(problem.code, { ...known, operations: others && [...others, { method, path, summary }] });
    }
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}
