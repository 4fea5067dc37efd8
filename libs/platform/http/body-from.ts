import { fieldErrors } from '../validation/index.js';
import { commonProblems, ProblemError } from './problem.js';

/**
 * The body of a call that becomes no command, checked by the class's decorators as the bus checks commands.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function bodyFrom<T extends object>(shape: new () => T, body: Readonly<Record<string, unknown>>): T {
  const found = Object.assign(new shape(), body);
  const errors = fieldErrors(found);
  const unknown = errors.filter(({ code }) => code === 'field-unknown');
  if (unknown.length > 0) throw new ProblemError(commonProblems['field-unknown'], { errors: unknown });
  if (errors.length > 0) throw new ProblemError(commonProblems['validation-failed'], { errors });
  return found;
}
