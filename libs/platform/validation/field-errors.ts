import { type FieldError, MOST_FIELD_ERRORS } from '@gatehouse/kernel';
import { type ValidationError, validateSync } from 'class-validator';
import { fieldsOf, impossibleMoments, inOrderOf, withNestedClasses } from './class-fields.js';

/** Codes of class-validator's constraints in the vocabulary of our problems. */
const CODES: Readonly<Record<string, string>> = {
  isString: 'text-expected',
  isBoolean: 'boolean-expected',
  isInt: 'number-expected',
  min: 'number-too-small',
  max: 'number-too-large',
  isArray: 'list-expected',
  nestedValidation: 'object-expected',
  arrayMaxSize: 'list-too-long',
  maxLength: 'text-too-long',
  minLength: 'text-too-short',
  matches: 'format-invalid',
  isIso8601: 'format-invalid',
  isUuid: 'format-invalid',
  isIn: 'value-unknown',
  whitelistValidation: 'field-unknown',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for; PostgreSQL cannot store it
const MALFORMED = /\u0000/;

/** What is wrong with a decorated object: unknown fields, wrong shapes, text that no database can hold. Empty: nothing. */
export function fieldErrors(given: object): FieldError[] {
  const subject = withFewUnknown(given);
  const violations = validateSync(withNestedClasses(subject), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  });
  const found = violations.flatMap((violation) => describe(violation, ''));
  return inOrderOf(subject.constructor, [
    ...found,
    ...inheritedNames(subject, found),
    ...impossibleMoments(subject, found),
    ...Object.entries(subject).flatMap(([name, value]) =>
      malformedText(value, `/${pointerToken(name)}`).slice(0, MOST_FIELD_ERRORS),
    ),
  ]);
}

/** What a refusal for these faults is called. */
export const codeOf = (errors: readonly FieldError[]): 'field-unknown' | 'validation-failed' =>
  errors.some(({ code }) => code === 'field-unknown') ? 'field-unknown' : 'validation-failed';

/** Without the unknown fields that no answer would name: a body holds more than a thousand of them. */
function withFewUnknown(subject: object): object {
  const known = fieldsOf(subject.constructor);
  const dropped = Object.keys(subject)
    .filter((name) => !known.has(name))
    .slice(MOST_FIELD_ERRORS);
  if (dropped.length === 0) return subject;
  const rest = new Set(dropped);
  const kept = Object.entries(subject).filter(([name]) => !rest.has(name));
  return Object.assign(Object.create(Object.getPrototypeOf(subject)), Object.fromEntries(kept));
}

/** class-validator looks fields up in a plain object, so some names that every object inherits pass for known ones. */
const inheritedNames = (subject: object, found: readonly FieldError[]): FieldError[] =>
  Object.keys(subject)
    .filter((name) => name in Object.prototype && !found.some(({ pointer }) => pointer === `/${name}`))
    .map((name) => unknownField(`/${name}`));

/** A field, or a parameter of a query, that the request's class does not have. */
export const unknownField = (pointer: string): FieldError => ({
  pointer,
  code: 'field-unknown',
  message: 'Unknown field',
});

function describe({ property, value, constraints, children }: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${pointerToken(property)}`;
  const own = Object.entries(constraints ?? {}).map(([name, message]) =>
    value === undefined && name !== 'whitelistValidation'
      ? { pointer, code: 'field-required', message: 'This field is required' }
      : faultOf(pointer, name, message),
  );
  // One fault a field says enough: a missing text is not also too short.
  return [...own.slice(-1), ...(children ?? []).flatMap((child) => describe(child, pointer))];
}

const LIMITS: ReadonlySet<string> = new Set(['arrayMaxSize', 'maxLength', 'minLength', 'min', 'max']);

/** class-validator keeps a constraint's limit only in its message, where it is the last number. */
function faultOf(pointer: string, constraint: string, told: string): FieldError {
  const limit = LIMITS.has(constraint) ? told.match(/\d+(?=\D*$)/)?.[0] : undefined;
  const message = constraintMessage(constraint, told, limit);
  const code = CODES[constraint] ?? 'value-invalid';
  return { pointer, code, message, ...(limit !== undefined && { values: { limit } }) };
}

function malformedText(value: unknown, pointer: string): FieldError[] {
  if (typeof value === 'string') {
    return MALFORMED.test(value) || !value.isWellFormed()
      ? [{ pointer, code: 'text-malformed', message: 'Must not contain NUL or unpaired surrogates' }]
      : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => malformedText(item, `${pointer}/${pointerToken(key)}`));
}

/** A name as it stands in a JSON Pointer (RFC 6901). */
export const pointerToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** What class-validator's constraints say, in usual words. `N` stands for the limit. */
const MESSAGES: Readonly<Record<string, string>> = {
  isString: 'Must be a string',
  isBoolean: 'Must be true or false',
  isInt: 'Must be a whole number',
  min: 'Must be at least N',
  max: 'Must be at most N',
  isArray: 'Must be a list',
  arrayMaxSize: 'Must have at most N items',
  minLength: 'Must have at least N characters',
  maxLength: 'Must have at most N characters',
  isIso8601: 'Must be a date, as YYYY-MM-DD',
  isRFC3339: 'Must be a date and time, such as 2026-11-21T09:00:00Z',
  isUuid: 'Must be a UUID',
  nestedValidation: 'Must be an object',
  whitelistValidation: 'Unknown field',
};

/**
 * @param told the library's own message, or the one that the field's decorator gives
 * @param limit what the message names
 */
function constraintMessage(constraint: string, told: string, limit: string | undefined): string {
  const isOfEach = told.startsWith('each value in ');
  const message = MESSAGES[constraint]?.replace('N', limit ?? '');
  if (message !== undefined) return isOfEach ? `Each ${message.charAt(0).toLowerCase()}${message.slice(1)}` : message;
  if (constraint === 'isIn') return `Must be one of ${told.slice(told.indexOf(': ') + 2)}`;
  // Nobody is shown a regular expression.
  return told.endsWith(' regular expression') ? 'Invalid format' : told;
}
