import { backOff } from './back-off.js';
import type { Timing } from './gatehouse-options.js';
import { GatehouseProblem } from './gatehouse-problem.js';
import { GatehouseUnreachable } from './gatehouse-unreachable.js';
import { problemOf } from './problem-of.js';

export interface TransportOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly timing: Timing;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
}

/** Answers without a body by their status; a Response does not take one for them. */
const BODILESS = new Set([101, 204, 205, 304]);

/** Sends requests until one is answered, or is not worth another try. */
export class Transport {
  constructor(readonly options: TransportOptions) {}

  /**
   * The whole answer, body included, so that one that breaks off is tried again as well.
   * @param isRepeatable whether it may be sent twice where nobody knows if the first has arrived
   * @throws GatehouseProblem, GatehouseUnreachable, or the reason of the request's signal
   */
  async send(request: Request, isRepeatable = mayBeRepeated(request)): Promise<Response> {
    request.signal.throwIfAborted();
    for (let tried = 0; ; tried += 1) {
      try {
        return await this.#exchange(request.clone());
      } catch (error) {
        request.signal.throwIfAborted();
        const wait = tried < this.options.retries ? this.#waitAfter(error, tried, isRepeatable) : null;
        if (wait === null) throw error;
        await this.options.timing.pause(wait, request.signal);
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

  async #exchange(request: Request): Promise<Response> {
    const late = AbortSignal.timeout(this.options.timeoutMs);
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

  /** Milliseconds before another try; null where it would help nobody. */
  #waitAfter(error: unknown, tried: number, isRepeatable: boolean): number | null {
    const { timing, maxWaitMs } = this.options;
    const pause = backOff(tried, timing.random());
    if (error instanceof GatehouseUnreachable) return isRepeatable ? pause : null;
    if (!(error instanceof GatehouseProblem) || !isForLater(error)) return null;
    const wait = (error.retryAfter ?? 0) * 1_000 + pause;
    return wait <= maxWaitMs ? wait : null;
  }
}

/** By its method, or because the service knows it again by its key. */
const mayBeRepeated = ({ method, headers }: Request): boolean =>
  method === 'GET' || method === 'HEAD' || headers.has('Idempotency-Key');

/** Nothing was done, and the service says when to come again; 503 says so by itself. */
const isForLater = ({ status, retryAfter }: GatehouseProblem): boolean =>
  status === 503 || ((status === 429 || status === 409) && retryAfter !== null);

const unreachable = (late: AbortSignal, cause: unknown): GatehouseUnreachable =>
  new GatehouseUnreachable(late.aborted ? 'The service has not answered in time' : 'The service cannot be reached', {
    cause,
  });
