import type { Timing } from './gatehouse-options.js';
import { GatehouseProblem, GatehouseUnreachable, problemOf } from './gatehouse-problem.js';
import type { Credentials } from './open-api.js';

const FIRST_MS = 200;
const MOST_MS = 5_000;

/** Milliseconds before a try, `tried` times having failed: exponential, with full jitter so that crowds do not return together. */
export function backOff(tried: number, random: number): number {
  return Math.round(random * Math.min(MOST_MS, FIRST_MS * 2 ** tried));
}

interface TransportOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly timing: Timing;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
}

/** When a call may be sent again that may have arrived already. */
export interface Repetition {
  /** Milliseconds from the first time to the last: as long as there are retries by default. */
  readonly withinMs?: number;
  /** How long one try may take that leaves time for another: as long as any by default. */
  readonly tryMs?: number;
}

/** Answers without a body by their status; a Response does not take one for them. */
const BODILESS = new Set([101, 204, 205, 304]);

/** Sends requests until one is answered, or is not worth another try. */
export class Transport {
  constructor(readonly options: TransportOptions) {}

  /**
   * The whole answer, body included, so that one that breaks off is tried again as well.
   * @param repetition null where it must not be sent twice
   * @throws GatehouseProblem, GatehouseUnreachable, or the reason of the request's signal
   */
  async send(request: Request, repetition: Repetition | null = usualRepetition(request)): Promise<Response> {
    request.signal.throwIfAborted();
    const { retries, timeoutMs, timing } = this.options;
    const { withinMs = Number.POSITIVE_INFINITY, tryMs = timeoutMs } = repetition ?? {};
    const end = timing.now() + withinMs;
    for (let tried = 0; ; tried += 1) {
      const leavesTime = tried < retries && timing.now() + tryMs < end;
      try {
        return await this.#exchange(request.clone(), leavesTime ? Math.min(tryMs, timeoutMs) : timeoutMs);
      } catch (error) {
        request.signal.throwIfAborted();
        const isRepeatable = repetition !== null && timing.now() < end;
        const wait = tried < retries ? this.#waitAfter(error, tried, isRepeatable) : null;
        if (wait === null) throw error;
        await timing.pause(wait, request.signal);
      }
    }
  }

  /** The answer as soon as its head is there, once: its body is the caller's to read. */
  async open(request: Request): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.options.timeoutMs);
    try {
      const response = await this.#reach(request, late.signal);
      if (!response.ok) throw problemOf(response, await response.text(), this.options.timing.now());
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  async #exchange(request: Request, timeoutMs: number): Promise<Response> {
    const late = AbortSignal.timeout(timeoutMs);
    const response = await this.#reach(request, late);
    const { status, headers, ok } = response;
    const text = await response.text().catch((cause: unknown) => {
      throw unreachable(late, cause);
    });
    if (!ok) throw problemOf(response, text, this.options.timing.now());
    return new Response(BODILESS.has(status) ? null : text, { status, headers });
  }

  async #reach(request: Request, late: AbortSignal): Promise<Response> {
    try {
      return await this.options.fetch(request, { signal: AbortSignal.any([request.signal, late]) });
    } catch (cause) {
      throw unreachable(late, cause);
    }
  }

  /** Milliseconds before another try; null where it would not help. */
  #waitAfter(error: unknown, tried: number, isRepeatable: boolean): number | null {
    const { timing, maxWaitMs } = this.options;
    const pause = backOff(tried, timing.random());
    if (error instanceof GatehouseUnreachable) return isRepeatable ? pause : null;
    if (!(error instanceof GatehouseProblem) || !isForLater(error)) return null;
    const wait = (error.retryAfter ?? 0) * 1_000 + pause;
    return wait <= maxWaitMs ? wait : null;
  }
}

/**
 * The header's value by RFC 7617, in UTF-8 as the service's challenge says.
 * @throws TypeError for an address with a colon, which would be read as another address and password
 */
export function basicAuthorization({ email, password }: Credentials): string {
  if (email.includes(':')) throw new TypeError('An address with a colon cannot be sent with HTTP Basic');
  const bytes = new TextEncoder().encode(`${email}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/** A browser sends the session's cookie, and takes what the answer makes of it, where the call says so. */
export const withCookies = (cookies: boolean) => (cookies ? ({ credentials: 'include' } as const) : {});

/** By its method, or because the service knows it again by its key. */
const usualRepetition = ({ method, headers }: Request): Repetition | null =>
  method === 'GET' || method === 'HEAD' || headers.has('Idempotency-Key') ? {} : null;

/** Nothing was done, and the service says when to come again; 503 says so by itself. */
const isForLater = ({ status, retryAfter }: GatehouseProblem): boolean =>
  status === 503 || ((status === 429 || status === 409) && retryAfter !== null);

const unreachable = (late: AbortSignal, cause: unknown): GatehouseUnreachable =>
  new GatehouseUnreachable(late.aborted ? 'The service has not answered in time' : 'The service cannot be reached', {
    cause,
  });
