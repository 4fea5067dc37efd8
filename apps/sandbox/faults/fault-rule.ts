import type { Channel } from '../messages/message.js';

/**
 * What the stand-in does instead of answering well. Taken means: the messages stand in the inbox afterwards.
 *
 * | type | taken | the caller sees |
 * | --- | --- | --- |
 * | status | no | this status; with `retryAfter` (seconds or an HTTP date) and `body` where given |
 * | delay | yes, at the end of it | a good answer, `ms` later |
 * | reset-before | no | the connection reset |
 * | reset-after | yes | the connection reset |
 * | hang | no | nothing, until it gives up |
 * | slow-body | yes | good headers at once, then one byte of the body every `intervalMs` (default 1000) |
 * | redirect | no | 307 to `location` |
 * | garbage | no | 200 with a body that is not JSON |
 */
export type Behaviour =
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: number | string; readonly body?: unknown }
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'reset-before' }
  | { readonly type: 'reset-after' }
  | { readonly type: 'hang' }
  | { readonly type: 'slow-body'; readonly intervalMs?: number }
  | { readonly type: 'redirect'; readonly location: string }
  | { readonly type: 'garbage' };

export interface FaultRule {
  /** Absent: both channels. */
  readonly channel?: Channel;
  /** A whole recipient, compared without regard to case. Absent: everybody. */
  readonly to?: string;
  /** How many calls it applies to before it is used up. */
  readonly times: number | 'always';
  readonly behaviour: Behaviour;
}
