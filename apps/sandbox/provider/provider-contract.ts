import type { Channel } from '../messages/message.js';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, already serialised: providers send numbers that JavaScript would round. */
  readonly body: string;
}

export interface Outcome {
  readonly answer: Answer;
  /** How many of the call's messages were taken. */
  readonly accepted: number;
  /** How many were not. */
  readonly refused: number;
}

/** A request that was understood well enough to know whom it is for. */
export interface ProviderCall {
  readonly recipients: readonly string[];
  /** How many messages the call carries; 1 where that cannot be told. */
  readonly messages: number;
  /** Validates the messages and records the good ones. */
  take(): Outcome;
}

export interface CallContext {
  readonly path: string;
  /** The authority the caller used, for links in the answer. */
  readonly host: string;
}

/** One provider's HTTP contract, as `serveProvider` needs it. */
export interface ProviderContract {
  readonly channel: Channel;
  /** In bytes. */
  readonly bodyLimit: number;
  /** The refusal for a caller whose Authorization header is not good enough, or null. */
  refuseCaller(authorization: string | undefined): Answer | null;
  tooLarge(): Answer;
  /** What this provider says when it fails with a status of its own. */
  failure(status: number): Answer;
  read(body: string, context: CallContext): ProviderCall;
}
