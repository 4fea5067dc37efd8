import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import {
  bounce,
  eventsIn,
  headerOf,
  isSame,
  type Json,
  objectIn,
  type ReportContract,
  told,
} from '../events/report-contract.js';

/** Vonage repeats a request for 24 hours. */
const TOLERANCE_SECONDS = 86_400;

/** `title` of an error: the number is invalid. One that no route leads to (1250) may be reached another day. */
const GONE = ['1170'];
const OPTED_OUT = '1240';
/** Filters of carriers. */
const BLOCKED = ['1210', '1280'];

/**
 * Vonage's message status webhooks: a JWT (HS256, by the account's signature secret) that holds the body's SHA-256 and
 * when it was made; one status each.
 * @see https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks,
 * https://developer.vonage.com/en/api/messages#message-status,
 * https://developer.vonage.com/en/opt-out-assist/guides/messaging-opted-out-numbers and
 * https://developer.vonage.com/en/api-errors/messages (read 2026-11-30)
 */
export function vonageEvents({ events: secret }: { readonly events: string }): ReportContract {
  const key = new TextEncoder().encode(secret);
  return {
    async isGenuine({ headers, body }, now) {
      const [, token = ''] = /^bearer +(\S+)$/i.exec(headerOf(headers, 'authorization')) ?? [];
      const options = { algorithms: ['HS256'], currentDate: now, maxTokenAge: TOLERANCE_SECONDS };
      const claims = await jwtVerify(token, key, options).then(
        ({ payload }) => payload,
        () => null,
      );
      const hash = createHash('sha256').update(body).digest('hex');
      return claims !== null && isSame(String(claims['payload_hash']), hash);
    },
    read: (report, now) =>
      eventsIn(report)?.flatMap((event) =>
        told({ deliveryId: event['client_ref'], at: event['timestamp'], ...meaningOf(event) }, now),
      ) ?? null,
  };
}

function meaningOf({ status, error }: Json) {
  const number = String(objectIn(error)['title']);
  switch (status) {
    case 'delivered':
      return { outcome: 'delivered' } as const;
    case 'rejected':
    case 'undeliverable':
      if (number === OPTED_OUT) return { outcome: 'unsubscribed' } as const;
      if (GONE.includes(number)) return bounce(true, 'mailbox-unavailable');
      return bounce(false, BLOCKED.includes(number) ? 'rejected' : null);
    default:
      return { outcome: null };
  }
}
