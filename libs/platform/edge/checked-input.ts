import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage, IS_INT } from 'class-validator';
import { codeOf, fieldErrors, pointerToken, unknownField } from '../validation/index.js';
import type { Operation, QueryClass } from './operation.js';
import { commonProblems, ProblemError, type ProblemType } from './problem.js';

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

const WHOLE = /^(0|[1-9]\d{0,8})$/;

/**
 * The parameters of a query, checked by the class's decorators.
 * @param fields of the class that are parameters; all of them by default
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function queryFrom<T extends object>(
  shape: new () => T,
  query: URLSearchParams,
  fields: ReadonlySet<string> = namesOf(shape),
): T {
  const found = parametersIn(shape, query, fields);
  const repeated = [...fields].filter((name) => query.getAll(name).length > 1).map(repeatedParameter);
  const faults =
    repeated.length > 0 ? repeated : fieldErrors(found).filter(({ pointer }) => fields.has(nameIn(pointer)));
  refuseFields([...faults, ...unknownIn(query, fields)]);
  return found;
}

/** The parameters of a query whose class the bus checks. Those that the operation does not name are no concern of it. */
export function parametersIn<T extends object>(
  shape: new () => T,
  query: URLSearchParams,
  fields: ReadonlySet<string> = namesOf(shape),
): T {
  const numbers = numbersOf(shape);
  const found = new shape();
  for (const name of fields) {
    const text = query.get(name);
    if (text !== null) Object.assign(found, { [name]: numbers.has(name) && WHOLE.test(text) ? Number(text) : text });
  }
  return found;
}

/**
 * Refuses what an operation's class does not allow; of an operation that reads no query, every parameter. So a filter with a
 * misspelt name never answers everything.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function refuseBadQuery(
  { query: shape, queryFields }: Pick<Operation, 'query' | 'queryFields'>,
  query: URLSearchParams,
): void {
  if (shape) queryFrom(shape, query, queryFields && new Set(queryFields));
  else if (query.size > 0) refuseFields(unknownIn(query, new Set()));
}

const nameIn = (pointer: string): string => pointer.split('/', 2)[1] ?? '';

const repeatedParameter = (name: string): FieldError => ({
  pointer: `/${name}`,
  code: 'value-repeated',
  message: 'Must appear only once',
});

const unknownIn = (query: URLSearchParams, known: ReadonlySet<string>): FieldError[] =>
  [...new Set(query.keys())].filter((name) => !known.has(name)).map((name) => unknownField(`/${pointerToken(name)}`));

const namesOf = (shape: QueryClass): ReadonlySet<string> =>
  new Set(metadataOf(shape).map(({ propertyName }) => propertyName));

const numbersOf = (shape: QueryClass): ReadonlySet<string> =>
  new Set(
    metadataOf(shape)
      .filter(({ name }) => name === IS_INT)
      .map(({ propertyName }) => propertyName),
  );

const metadataOf = (shape: QueryClass) => getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);

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
