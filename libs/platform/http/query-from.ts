import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage, IS_INT } from 'class-validator';
import { fieldErrors } from '../validation/index.js';
import { commonProblems, ProblemError } from './problem.js';

const WHOLE = /^(0|[1-9]\d{0,8})$/;

/**
 * The parameters of a query that the class knows, checked by its decorators; what it does not know is passed over.
 * @throws ProblemError 422 validation-failed
 */
export function queryFrom<T extends object>(shape: new () => T, query: URLSearchParams): T {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const numbers = new Set(metadata.filter(({ name }) => name === IS_INT).map(({ propertyName }) => propertyName));
  const found = new shape();
  const repeated: FieldError[] = [];
  for (const name of new Set(metadata.map(({ propertyName }) => propertyName))) {
    const [text, ...more] = query.getAll(name);
    if (text === undefined) continue;
    if (more.length > 0) repeated.push({ pointer: `/${name}`, code: 'value-repeated', message: 'Must stand once' });
    Object.assign(found, { [name]: numbers.has(name) && WHOLE.test(text) ? Number(text) : text });
  }
  const errors = repeated.length > 0 ? repeated : fieldErrors(found);
  if (errors.length > 0) throw new ProblemError(commonProblems['validation-failed'], { errors });
  return found;
}
