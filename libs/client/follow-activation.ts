import { GatehouseProblem, GatehouseUnreachable } from './gatehouse-problem.js';
import type { Schemas } from './open-api.js';
import { serverSentEvents } from './server-sent-events.js';
import { backOff, type Transport } from './transport.js';

export type ActivationStatus = Schemas['ActivationStatus'];

/** How the status is looked at; the defaults are right but for tests. */
interface Patience {
  /** The service speaks at once. A stream that does not is held back by something in between. */
  readonly firstWordMs: number;
  /** It says every 15 s that it is still there. */
  readonly silenceMs: number;
  readonly pollMs: number;
  /** Failures in a row before the caller hears of them. */
  readonly failures: number;
}

const PATIENCE: Patience = { firstWordMs: 5_000, silenceMs: 40_000, pollMs: 1_000, failures: 8 };

/**
 * Every news of the messages that activate somebody, until each has failed or was sent, and until the provider has told
 * whether it arrived, where it tells that: by server-sent events, which are resumed when they break off, or by asking
 * again and again where streams do not come through.
 */
export class ActivationFollower {
  readonly #patience: Patience;
  #lastId = '';
  #isStreaming = true;
  #failures = 0;

  constructor(
    private readonly transport: Transport,
    /** Without a signal of its own, and with the headers that every call has. */
    private readonly request: (accept: string, signal: AbortSignal) => Request,
    patience: Partial<Patience> = {},
  ) {
    this.#patience = { ...PATIENCE, ...patience };
  }

  /** @throws GatehouseProblem, GatehouseUnreachable, or the signal's reason */
  async *follow(signal?: AbortSignal): AsyncGenerator<ActivationStatus, void> {
    const { timing } = this.transport.options;
    let known = '';
    for (;;) {
      let pause = 0;
      try {
        for await (const status of this.#look(signal)) {
          this.#failures = 0;
          if (newsOf(status) !== known) yield status;
          known = newsOf(status);
          if (isFinal(status)) return;
        }
        pause = this.#isStreaming ? backOff(0, timing.random()) : this.#patience.pollMs;
      } catch (error) {
        signal?.throwIfAborted();
        pause = this.#pauseAfter(error);
      }
      await timing.pause(pause, signal);
    }
  }

  async *#look(signal: AbortSignal | undefined): AsyncGenerator<ActivationStatus, void> {
    const silence = new AbortController();
    const ends = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
    if (!this.#isStreaming) {
      yield (await (await this.transport.send(this.request('application/json', ends))).json()) as ActivationStatus;
      return;
    }
    const request = this.request('text/event-stream', ends);
    if (this.#lastId) request.headers.set('Last-Event-ID', this.#lastId);
    const response = await this.transport.open(request);
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body) {
      this.#isStreaming = false;
      await response.body?.cancel();
      return;
    }
    yield* this.#listen(response.body, silence);
  }

  async *#listen(body: ReadableStream<Uint8Array>, silence: AbortController): AsyncGenerator<ActivationStatus, void> {
    const { firstWordMs, silenceMs } = this.#patience;
    let hasSpoken = false;
    let watch = setTimeout(() => silence.abort(), firstWordMs);
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        clearTimeout(watch);
        watch = setTimeout(() => silence.abort(), silenceMs);
        controller.enqueue(chunk);
      },
    });
    try {
      for await (const { event, id, data } of serverSentEvents(body.pipeThrough(heard))) {
        hasSpoken = true;
        this.#lastId = id;
        if (event === 'status') yield JSON.parse(data) as ActivationStatus;
      }
    } catch (cause) {
      throw new GatehouseUnreachable('The stream was interrupted', { cause });
    } finally {
      clearTimeout(watch);
      if (!hasSpoken) this.#isStreaming = false;
    }
  }

  /** @throws what no patience helps against */
  #pauseAfter(error: unknown): number {
    const { timing } = this.transport.options;
    this.#failures += 1;
    const mayPass =
      error instanceof GatehouseUnreachable ||
      (error instanceof GatehouseProblem && (error.status === 429 || error.status >= 500));
    if (!mayPass || this.#failures > this.#patience.failures) throw error;
    const asked = error instanceof GatehouseProblem ? (error.retryAfter ?? 0) * 1_000 : 0;
    return asked + backOff(this.#failures, timing.random());
  }
}

/**
 * Milliseconds that a code had left when its status was answered, by the service's own clock; null before it was sent.
 * Count down from there, not from `expiresAt`: a person's clock may be minutes off.
 */
export function lifeLeft({ expiresAt, serverTime }: { expiresAt: string | null; serverTime: string }): number | null {
  return expiresAt === null ? null : Math.max(0, Date.parse(expiresAt) - Date.parse(serverTime));
}

const messagesOf = ({ phone, ...mail }: ActivationStatus) => (phone ? [mail, phone] : [mail]);

/** As long as the service waits for what the provider has yet to tell. */
const NEWS_MS = 120_000;

const isFinal = (status: ActivationStatus): boolean =>
  messagesOf(status).every(({ delivery, message, sentAt, expiresAt }) => {
    if (delivery !== 'sent' || message?.state !== 'sent') return delivery === 'failed' || delivery === 'sent';
    const until = Math.min(Date.parse(expiresAt ?? ''), Date.parse(sentAt ?? '') + NEWS_MS);
    return !(Date.parse(status.serverTime) < until);
  });

/** All but the time of the answer. */
const newsOf = (status: ActivationStatus): string =>
  messagesOf(status)
    .map(({ delivery, sentAt, expiresAt, message }) => `${delivery} ${sentAt} ${expiresAt} ${message?.state}`)
    .join();
