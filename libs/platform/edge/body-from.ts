import type { FieldError } from '@gatehouse/kernel';
import { codeOf, fieldErrors } from '../validation/index.js';
import { commonProblems, ProblemError } from './problem.js';

/**
 * The body of a call that becomes no command, checked by the class's decorators as the bus checks commands.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function bodyFrom<T extends object>(shape: new () => T, body: Readonly<Record<string, unknown>>): T {
  const found = Object.assign(new shape(), body);
  const errors = fieldErrors(found);
  refuseFields(errors);
  return found;
}

/**
 * Names every fault at once; none: nothing happens.
 * @throws ProblemError 422 field-unknown where one of them is that, else validation-failed
 */
export function refuseFields(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  throw new ProblemError(commonProblems[codeOf(errors)], { errors });
}
