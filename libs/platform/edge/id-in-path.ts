import { ProblemError, type ProblemType } from './problem.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * An id that stands in a path, as it is written elsewhere. What stands in a path is a place, and a place that cannot be
 * is not found.
 * @throws ProblemError the problem, where the text is no UUID
 */
export function idInPath(text: string | undefined, problem: ProblemType): string {
  if (text === undefined || !UUID.test(text)) throw new ProblemError(problem);
  return text.toLowerCase();
}
