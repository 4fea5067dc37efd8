import { createHmac } from 'node:crypto';
import {
  bounce,
  eventsIn,
  isRecent,
  isSame,
  type Json,
  jsonIn,
  objectIn,
  type ReportContract,
  reasonIn,
  textIn,
  told,
} from '../events/report-contract.js';

/** Mailgun repeats a request for 8 hours, and does not say whether it signs it again. */
const TOLERANCE_SECONDS = 9 * 3_600;

/**
 * Mailgun's webhooks, one event each. The signature is an HMAC-SHA-256 of a time and a random token by the account's
 * webhook signing key. It does not cover the event, so that its worth depends on HTTPS.
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks and
 * https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure (read 2026-11-29)
 */
export const mailgunEvents = ({ events: key }: { readonly events: string }): ReportContract => ({
  isGenuine(report, now) {
    const { timestamp, token, signature } = objectIn(objectIn(jsonIn(report))['signature']);
    const time = typeof timestamp === 'number' ? String(timestamp) : textIn(timestamp);
    const expected = createHmac('sha256', key)
      .update(`${time}${textIn(token)}`)
      .digest('hex');
    return isRecent(time, now, TOLERANCE_SECONDS) && isSame(textIn(signature), expected);
  },
  read: (report, now) =>
    eventsIn(report)?.flatMap((body) => {
      const event = objectIn(body['event-data']);
      const { delivery } = objectIn(event['user-variables']);
      return told({ deliveryId: delivery, at: event['timestamp'], ...meaningOf(event) }, now);
    }) ?? null,
});

function meaningOf(event: Json) {
  const { event: kind, severity, reason } = event;
  switch (kind) {
    case 'delivered':
      return { outcome: 'delivered' } as const;
    case 'complained':
      return { outcome: 'complained' } as const;
    case 'unsubscribed':
      return { outcome: 'unsubscribed' } as const;
    case 'failed':
      // What failed for now is tried again.
      return severity === 'temporary' ? ({ outcome: 'deferred' } as const) : failedFor(textIn(reason), event);
    default:
      return { outcome: null };
  }
}

/** `suppress-…`: Mailgun has lists of its own. `old`: it was tried for as long as it may be. */
function failedFor(reason: string, event: Json) {
  if (reason === 'suppress-complaint') return { outcome: 'complained' } as const;
  if (reason === 'suppress-unsubscribe') return { outcome: 'unsubscribed' } as const;
  if (reason === 'suppress-bounce') return bounce(true, 'mailbox-unavailable');
  const { 'enhanced-code': code, message, description } = objectIn(event['delivery-status']);
  const said = [code, message, description].map(textIn).join(' ');
  return bounce(reason !== 'old', reasonIn(said));
}
