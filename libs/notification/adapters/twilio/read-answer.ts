import type { ProviderAnswer } from '../../application/ports/provider-answer.js';
import { parseJsonObject } from '../undici/json-object.js';
import { refusedCall, UNREADABLE } from '../undici/refused-call.js';

/**
 * Errors that come with 400 and yet say nothing about the message: a full queue (21611), or a sender that is not ours
 * (21212, 21603, 21606, 21701), which somebody may mend before the deadline.
 * @see https://www.twilio.com/docs/api/errors
 */
const NOT_THE_MESSAGE = new Set([21212, 21603, 21606, 21611, 21701]);

/** What a status and a body of Twilio's Messages resource mean for the message that was sent. */
export function readAnswer(status: number, body: string): ProviderAnswer {
  const answer = parseJsonObject(body);
  const isAccepted = status >= 200 && status <= 299;
  if (!isAccepted) {
    const { code } = answer ?? {};
    const known = typeof code === 'number' && Number.isInteger(code) && code > 0 && code < 1_000_000 ? code : undefined;
    const isOurs = known !== undefined && NOT_THE_MESSAGE.has(known);
    return { ...refusedCall(status, status, known?.toString()), ...(isOurs && { retryable: true }) };
  }
  const sid = answer?.sid;
  if (typeof sid !== 'string' || !/^(SM|MM)[0-9a-f]{32}$/i.test(sid)) {
    return { kind: 'refused', retryable: true, reason: UNREADABLE, status };
  }
  return { kind: 'accepted', providerMessageId: sid };
}
