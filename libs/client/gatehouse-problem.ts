import type { ProblemStatuses } from './generated/problem-statuses.js';

/** The codes that the service's document names. A newer service may know more: leave room for others. */
export type ProblemCode = keyof ProblemStatuses;

/** What is wrong with one field of a request. */
export interface FieldError {
  /** JSON Pointer (RFC 6901), such as `/email`. */
  readonly pointer: string;
  /** Stable, such as `field-required`. */
  readonly code: string;
  /** For people, in the language that was asked for. */
  readonly message: string;
}

/** What the service says of a refusal (RFC 9457). */
interface ProblemBody {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: readonly FieldError[];
}

/** A refusal by the service. Nothing of the request stands in it, so it may be logged. */
export class GatehouseProblem<C extends string = string> extends Error {
  override readonly name = 'GatehouseProblem';
  /** Stable: programs may rely on it. */
  readonly code: C;
  /** The HTTP status. */
  readonly status: C extends ProblemCode ? ProblemStatuses[C] : number;
  /** For people, the same for every problem of the code. */
  readonly title: string;
  /** For people: what is wrong with this request. */
  readonly detail: string | null;
  /** What is wrong field by field; empty unless the code is `validation-failed`, `field-unknown` or the like. */
  readonly errors: readonly FieldError[];
  /** Seconds to wait before another try, where the service has said so. */
  readonly retryAfter: number | null;
  /** Names the request in the service's logs. */
  readonly requestId: string | null;

  constructor(body: ProblemBody & { readonly code: C }, retryAfter: number | null = null) {
    super(`${body.detail ?? body.title} (${body.code})`);
    this.code = body.code;
    this.status = body.status as GatehouseProblem<C>['status'];
    this.title = body.title;
    this.detail = body.detail ?? null;
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
    this.requestId = body.requestId ?? null;
  }
}

/** A problem by its code: `switch (problem.code)` knows the status of each case. */
export type Problem<C extends ProblemCode = ProblemCode> = { [K in C]: GatehouseProblem<K> }[C];

/** Whether the service has refused, for one of these reasons if some are named. */
export function isProblem(error: unknown): error is Problem;

export function isProblem<C extends ProblemCode>(error: unknown, ...codes: readonly C[]): error is Problem<C>;

export function isProblem(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof GatehouseProblem && (codes.length === 0 || codes.includes(error.code));
}

/** No answer of the service: the network failed, time ran out, or something in between answered in its place. */
export class GatehouseUnreachable extends Error {
  override readonly name = 'GatehouseUnreachable';
}

/** No one is signed in, or the session has ended; `cause` then has the refusal. Sign in again. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}

/** What a refusal is thrown as: the service's problem, or that somebody else has answered. */
export function problemOf(response: Response, text: string, now: number): GatehouseProblem | GatehouseUnreachable {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  const body = isProblem ? parsed(text) : null;
  return body
    ? new GatehouseProblem(body, retryAfter(response.headers.get('Retry-After'), now))
    : new GatehouseUnreachable(`Something else than the service answered with ${response.status}`);
}

/** Seconds by the header Retry-After (RFC 9110, section 10.2.3), a number or a date; null where it says nothing. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1_000));
}

function parsed(text: string): ProblemBody | null {
  try {
    const body = JSON.parse(text) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' ? (body as ProblemBody) : null;
  } catch {
    return null;
  }
}
