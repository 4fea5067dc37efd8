import { type FieldError, MOST_FIELD_ERRORS, type Refusal } from '@gatehouse/kernel';
import type { Locale } from '../i18n.js';
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
  /** The cursor to continue after. */
  readonly nextAfter?: string;
  readonly errors?: readonly Omit<FieldError, 'values'>[];
}

/** Names the table's lines by their codes: `{code: {status, title}}` becomes `{code: {code, status, title}}`. */
export function problemTable<Code extends string>(
  table: Readonly<Record<Code, Omit<ProblemType, 'code'>>>,
): Readonly<Record<Code, ProblemType>> {
  const entries = Object.entries<Omit<ProblemType, 'code'>>(table).map(([code, line]) => [code, { code, ...line }]);
  return Object.fromEntries(entries) as Record<Code, ProblemType>;
}

/** Problems that any operation may answer. */
export const commonProblems = problemTable({
  'request-malformed': { status: 400, title: 'Malformed HTTP request' },
  'json-invalid': { status: 400, title: 'Invalid JSON body' },
  'application-unknown': { status: 400, title: 'Unknown application' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'request-timeout': { status: 408, title: 'Request timed out' },
  'body-too-large': { status: 413, title: 'Request body too large' },
  'uri-too-long': { status: 414, title: 'URL too long' },
  'media-type-unsupported': { status: 415, title: 'Unsupported content type' },
  'field-unknown': { status: 422, title: 'Unknown field' },
  'validation-failed': { status: 422, title: 'Some fields are invalid' },
  throttled: { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'Request headers too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  busy: { status: 503, title: 'The service is busy. Please try again shortly' },
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

export interface ProblemReader {
  /** Of the texts; codes and pointers are the same in every language. English by default. */
  readonly locale?: Locale;
  /** What stands before the paths of this service when it is reached from outside: nothing by default. */
  readonly basePath?: string;
}

export function problemBody(
  problem: ProblemType,
  requestId: string,
  refusal: Omit<Refusal, 'code'> = {},
  { locale = 'en', basePath = '' }: ProblemReader = {},
): ProblemBody {
  const { code, status } = problem;
  const words = problemWords(locale);
  const detail = words.detail(refusal);
  return {
    type: `${basePath}/problems/${code}`,
    title: words.title(problem),
    status,
    code,
    ...(detail !== undefined && { detail }),
    requestId,
    ...(refusal.nextAfter !== undefined && { nextAfter: refusal.nextAfter }),
    ...(refusal.errors && {
      errors: refusal.errors.slice(0, MOST_FIELD_ERRORS).map((error) => ({
        pointer: error.pointer,
        code: error.code,
        message: words.message(error),
      })),
    }),
  };
}

const MAX_RETRY_AFTER = 3_600;

/** Seconds until a caller may come again, rounded up so far that they tell nothing of what others have done at the address. */
export function coarseSeconds(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 10 : 60;
  return Math.min(Math.max(1, Math.ceil(seconds / step) * step), MAX_RETRY_AFTER);
}
