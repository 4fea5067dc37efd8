import { outboundDispatcher, readBody, retryAfterSeconds, transportFault } from '@gatehouse/platform/outbound';
import { traced, traceHeader } from '@gatehouse/platform/tracing';
import { type Dispatcher, request } from 'undici';
import type { ProviderAnswer } from '../../application/ports/providers.js';

/** Longest time from the first byte out to the last byte in, in seconds, by default. */
export const SEND_TIMEOUT_SECONDS = 10;

const MAX_BYTES = 64 * 1024;

const FAULTS = { UND_ERR_HEADERS_TIMEOUT: 'headers-timeout', UND_ERR_BODY_TIMEOUT: 'body-timeout' };

/** Connections to providers of messages. */
export const providerDispatcher = (): Dispatcher =>
  outboundDispatcher({ connections: 32, connectMs: 3_000, headersMs: 8_000, bodyMs: 5_000 });

/** What every provider's adapter can be given for its calls. */
export interface CallOptions {
  /** Such as `mailjet`, or `sandbox` where the sandbox stands in for it: names the provider in records and metrics. */
  readonly name: string;
  readonly dispatcher: Dispatcher;
  /** Longest time from the first byte out to the last byte in, in seconds: 10 by default. */
  readonly sendTimeoutSeconds?: number;
  /** Called with every answer, for metrics. */
  readonly onAnswer?: (answer: AnswerSeen) => void;
  /** A signal that aborts after so many milliseconds. */
  readonly timeoutSignal?: (ms: number) => AbortSignal;
  readonly now?: () => Date;
  /** How the service is reached from outside, for providers that are told with each message where to report. */
  readonly publicUrl?: string;
}

export interface AnswerSeen {
  readonly provider: string;
  /** `accepted`, `refused`, or what broke the exchange, such as `connect-timeout`. */
  readonly outcome: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly seconds: number;
}

interface ProviderCall {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** POST by default. */
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  /** What a status and a body mean. */
  readonly read: (status: number, body: string, headers: AnswerHeaders) => ProviderAnswer;
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Hands one message to a provider, or asks it something. Whatever goes wrong is a refusal, never an exception. */
export const callProvider = (call: ProviderCall, options: CallOptions): Promise<ProviderAnswer> =>
  observedCall(options, () => exchange(call, options));

/** One call to a provider, whatever protocol it speaks: measured, and a span of its trace. */
export const observedCall = (
  { name, onAnswer }: Pick<CallOptions, 'name' | 'onAnswer'>,
  call: () => Promise<ProviderAnswer>,
): Promise<ProviderAnswer> =>
  traced(`provider ${name}`, { kind: 'client' }, async (span) => {
    const startedAt = performance.now();
    const answer = await call();
    const seconds = (performance.now() - startedAt) / 1000;
    const { outcome, status } = outcomeOf(answer);
    span.set({ 'gatehouse.outcome': outcome, 'gatehouse.status': status });
    onAnswer?.({ provider: name, outcome, status, seconds });
    return answer;
  });

export type Json = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object that a body holds, if it holds one. */
export function parseJsonObject(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export type RefusedCall = Extract<ProviderAnswer, { kind: 'refused' }>;

export const UNREADABLE = 'answer-unreadable';

/**
 * A refusal by its HTTP status.
 *
 * A redirect, a 401 or a 403 is about our settings, not the message: someone may correct them before the deadline. An
 * error within a 2xx that has no status of its own says nothing, so it is tried again.
 * @param status of the HTTP answer
 * @param meaning the status that says what went wrong: the message's own where it has one
 * @param code the provider's own, already known to be short and harmless
 */
export const refusedCall = (status: number, meaning: number, code?: string): RefusedCall => ({
  kind: 'refused',
  retryable: isRetryable(meaning),
  reason: code === undefined ? wordFor(meaning) : `${wordFor(meaning)} ${code}`,
  status,
  ...(isOurs(meaning) && { needsOperator: true }),
  ...(isUnknown(meaning) && { mayBeTaken: true }),
});

async function exchange(call: ProviderCall, options: CallOptions): Promise<ProviderAnswer> {
  const { url, headers, method = 'POST', body, read } = call;
  const timeoutMs = (options.sendTimeoutSeconds ?? SEND_TIMEOUT_SECONDS) * 1000;
  const signal = (options.timeoutSignal ?? AbortSignal.timeout)(timeoutMs);
  try {
    // `request` follows no redirects: a message goes nowhere but where the settings say.
    const response = await request(url, {
      method,
      headers: { ...headers, ...traceHeader('providers') },
      dispatcher: options.dispatcher,
      signal,
      ...(body !== undefined && { body }),
    });
    const answer = read(response.statusCode, await readBody(response.body, MAX_BYTES), response.headers);
    if (answer.kind === 'accepted') return answer;
    const seconds = retryAfterSeconds(response.headers, (options.now ?? (() => new Date()))());
    return seconds === undefined ? answer : { ...answer, retryAfterSeconds: seconds };
  } catch (error) {
    const reason = transportFault(error, FAULTS);
    return { kind: 'refused', retryable: true, reason, ...mayBeTaken(reason) };
  }
}

/** Where no answer came: whether a message may have gone over the connection all the same. */
export const mayBeTaken = (reason: string): { readonly mayBeTaken?: true } =>
  ['connection-refused', 'connect-timeout', 'name-unresolved'].includes(reason) ? {} : { mayBeTaken: true };

/** An answer as metrics tell it. */
function outcomeOf(answer: ProviderAnswer): Pick<AnswerSeen, 'outcome' | 'status'> {
  if (answer.kind === 'accepted') return { outcome: 'accepted', status: 200 };
  return answer.status === undefined
    ? { outcome: answer.reason, status: 0 }
    : { outcome: 'refused', status: answer.status };
}

const isOurs = (meaning: number): boolean => [401, 402, 403].includes(meaning);

/** A gateway has lost the answer of what is behind it. */
const isUnknown = (meaning: number): boolean => meaning === 502 || meaning === 504;

const isRetryable = (meaning: number): boolean =>
  meaning < 400 || meaning >= 500 || [401, 402, 403, 408, 425, 429].includes(meaning);

const wordFor = (meaning: number): string => {
  if (meaning === 401 || meaning === 403) return `credentials-refused-${meaning}`;
  if (meaning >= 300 && meaning <= 399) return `redirect-${meaning}`;
  return meaning >= 400 && meaning <= 599 ? `http-${meaning}` : UNREADABLE;
};
