import { ProblemError, type ProblemType } from '@gatehouse/platform/http';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What stands in a path is a place, and a place that cannot be is not found. */
export function idInPath(text: string | undefined, problem: ProblemType): string {
  if (text === undefined || !UUID.test(text)) throw new ProblemError(problem);
  return text.toLowerCase();
}
