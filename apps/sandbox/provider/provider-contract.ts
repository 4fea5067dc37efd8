import type { ServerResponse } from 'node:http';
import type { Channel } from '../messages/message-store.js';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, already serialised: providers send numbers that JavaScript would round. */
  readonly body: string;
}

interface Outcome {
  readonly answer: Answer;
  /** How many of the call's messages were taken. */
  readonly accepted: number;
  /** How many were not. */
  readonly refused: number;
}

/** A request that was understood well enough to know whom it is for. */
export interface ProviderCall {
  readonly recipients: readonly string[];
  /** How many messages the call carries; 1 if that is unknown. */
  readonly messages: number;
  /** Validates the messages and records the good ones. */
  take(): Outcome;
}

export interface CallContext {
  readonly path: string;
  /** The authority the caller used, for links in the answer. */
  readonly host: string;
  readonly headers: CallerHeaders['headers'];
}

/** What a caller has sent beside the body. */
export interface CallerHeaders {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Refusals that every provider knows, each in words of its own. */
export const REFUSALS = ['key', 'sender', 'recipient', 'rate', 'quota', 'outage'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** One provider's HTTP contract, as `serveProvider` needs it. */
export interface ProviderContract {
  readonly channel: Channel;
  /** As the settings name it; a fault rule may be about one provider. */
  readonly name: string;
  /** Where messages are posted. */
  readonly path: RegExp;
  /** Where a GET shows whether the credentials are right; absent: the provider has no such call. */
  readonly accountPath?: RegExp;
  /** In bytes. */
  readonly bodyLimit: number;
  /** The refusal for a caller whose Authorization header is not good enough, or null. */
  refuseCaller(authorization: string | undefined, caller: CallerHeaders): Answer | null;
  tooLarge(): Answer;
  /** What this provider says when it fails with a status of its own. */
  failure(status: number): Answer;
  /** How it refuses for each of these reasons. */
  readonly refusals: Readonly<Record<Refusal, Answer>>;
  read(body: string, context: CallContext): ProviderCall | Promise<ProviderCall>;
  /** Its answer to that. */
  readonly account?: Answer;
}

/** Sends a provider's answer, if the caller is still there; a status that carries no body (204, 304) goes without one. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, headersOf(answer, bodiless ? undefined : Buffer.byteLength(answer.body)));
  response.end(bodiless ? undefined : answer.body);
}

/** Every answer says what it is, so that no one takes an acceptance here for a delivery. */
export function headersOf(answer: Answer, length: number | undefined): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    ...(length === undefined ? {} : { 'content-length': length }),
    'gatehouse-sandbox': 'stand-in, nothing is delivered',
    ...answer.headers,
  };
}
