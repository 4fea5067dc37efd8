import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage, IS_INT } from 'class-validator';
import { fieldErrors, pointerToken, unknownField } from '../validation/index.js';
import { refuseFields } from './body-from.js';
import type { QueryClass } from './operation.js';

const WHOLE = /^(0|[1-9]\d{0,8})$/;

/**
 * The parameters of a query, checked by the class's decorators.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function queryFrom<T extends object>(shape: new () => T, query: URLSearchParams): T {
  const { found, errors } = read(shape, query);
  refuseFields([...errors, ...unknownIn(query, namesOf(shape))]);
  return found;
}

/**
 * Refuses what an operation's class does not allow; of an operation that reads no query, every parameter. So a filter with a
 * misspelt name never answers everything.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function refuseBadQuery(shape: QueryClass | undefined, query: URLSearchParams): void {
  if (shape) queryFrom(shape, query);
  else refuseFields(unknownIn(query, new Set()));
}

function read<T extends object>(shape: new () => T, query: URLSearchParams) {
  const metadata = metadataOf(shape);
  const numbers = new Set(metadata.filter(({ name }) => name === IS_INT).map(({ propertyName }) => propertyName));
  const found = new shape();
  const repeated: FieldError[] = [];
  for (const name of namesOf(shape)) {
    const [text, ...more] = query.getAll(name);
    if (text === undefined) continue;
    if (more.length > 0)
      repeated.push({ pointer: `/${name}`, code: 'value-repeated', message: 'Must appear only once' });
    Object.assign(found, { [name]: numbers.has(name) && WHOLE.test(text) ? Number(text) : text });
  }
  return { found, errors: repeated.length > 0 ? repeated : fieldErrors(found) };
}

const unknownIn = (query: URLSearchParams, known: ReadonlySet<string>): FieldError[] =>
  [...new Set(query.keys())].filter((name) => !known.has(name)).map((name) => unknownField(`/${pointerToken(name)}`));

const namesOf = (shape: QueryClass): ReadonlySet<string> =>
  new Set(metadataOf(shape).map(({ propertyName }) => propertyName));

const metadataOf = (shape: QueryClass) => getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
