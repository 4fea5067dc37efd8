import type { FieldError, Refusal } from '@gatehouse/kernel';
import type { Locale } from '../i18n/index.js';
import { problemWords } from './problem-words.js';

/** A kind of "no" that HTTP callers can get: a line of the registry of problems. */
export interface ProblemType {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

/** The body of a refused request: RFC 9457, with the extensions of this service. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly requestId: string;
  readonly errors?: readonly Omit<FieldError, 'values'>[];
}

/** Names the table's lines by their codes: `{code: {status, title}}` becomes `{code: {code, status, title}}`. */
export function problemTable<Code extends string>(
  table: Readonly<Record<Code, Omit<ProblemType, 'code'>>>,
): Readonly<Record<Code, ProblemType>> {
  const entries = Object.entries<Omit<ProblemType, 'code'>>(table).map(([code, line]) => [code, { code, ...line }]);
  return Object.fromEntries(entries) as Record<Code, ProblemType>;
}

/** Problems that any route may answer. */
export const commonProblems = problemTable({
  'request-malformed': { status: 400, title: 'The request is not well-formed HTTP' },
  'json-invalid': { status: 400, title: 'The body is not the JSON that is expected' },
  'application-unknown': { status: 400, title: 'No such application' },
  'not-found': { status: 404, title: 'Nothing is here' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'media-type-unsupported': { status: 415, title: 'The body is not of the type that is expected' },
  'field-unknown': { status: 422, title: 'There are fields that this request does not have' },
  'validation-failed': { status: 422, title: 'Some fields do not meet their rules' },
  throttled: { status: 429, title: 'Too many requests of this kind' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'The service failed; it is not your fault' },
  busy: { status: 503, title: 'The service is at its limit, try again shortly' },
});

/** A refusal on its way to the caller, for code that cannot return it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: ProblemType,
    readonly refusal: Omit<Refusal, 'code'> = {},
    readonly headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(problem.title, options);
  }
}

/** @param locale of the texts; codes and pointers are the same in every language */
export function problemBody(
  problem: ProblemType,
  requestId: string,
  refusal: Omit<Refusal, 'code'> = {},
  locale: Locale = 'en',
): ProblemBody {
  const { code, status } = problem;
  const words = problemWords(locale);
  const detail = words.detail(refusal);
  return {
    type: `/problems/${code}`,
    title: words.title(problem),
    status,
    code,
    ...(detail !== undefined && { detail }),
    requestId,
    ...(refusal.errors && {
      errors: refusal.errors.map((error) => ({
        pointer: error.pointer,
        code: error.code,
        message: words.message(error),
      })),
    }),
  };
}
