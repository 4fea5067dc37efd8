import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  bounce,
  eventsIn,
  headerOf,
  isRecent,
  type Json,
  type ReportContract,
  reasonIn,
  textIn,
  told,
} from '../events/report-contract.js';

const PREFIX = 'x-twilio-email-event-webhook';
/** SendGrid repeats a request for 24 hours, and does not say whether it signs it again. */
const TOLERANCE_SECONDS = 86_400;

/**
 * SendGrid's Signed Event Webhook: ECDSA over P-256 with SHA-256, of the time and the body; up to 768 KB of events a
 * request. Custom arguments stand in each event by their names.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 * and https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (read 2026-11-29)
 */
export function sendgridEvents({ events: publicKey }: { readonly events: string }): ReportContract {
  const key = keyOf(publicKey);
  return {
    isGenuine({ headers, body }, now) {
      const [signature, time] = [headerOf(headers, `${PREFIX}-signature`), headerOf(headers, `${PREFIX}-timestamp`)];
      if (!key || !isRecent(time, now, TOLERANCE_SECONDS)) return false;
      return verify('sha256', Buffer.concat([Buffer.from(time), body]), key, Buffer.from(signature, 'base64'));
    },
    read: (report, now) =>
      eventsIn(report)?.flatMap((event) =>
        told({ deliveryId: event['delivery'], at: event['timestamp'], ...meaningOf(event) }, now),
      ) ?? null,
  };
}

/** As the dashboard shows it: the key in DER, in base64. Null: it is none, and nothing is genuine. */
function keyOf(publicKey: string): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

function meaningOf(event: Json) {
  const said = `${textIn(event['status'])} ${textIn(event['reason'])}`;
  switch (event['event']) {
    case 'delivered':
      return { outcome: 'delivered' } as const;
    case 'deferred':
      return { outcome: 'deferred' } as const;
    case 'bounce':
      // `blocked`: the server refused us, for now.
      return event['type'] === 'blocked' ? bounce(false, reasonIn(said, 'rejected')) : bounce(true, reasonIn(said));
    case 'dropped':
      return droppedFor(textIn(event['reason']));
    case 'spamreport':
      return { outcome: 'complained' } as const;
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { outcome: 'unsubscribed' } as const;
    default:
      return { outcome: null };
  }
}

/** SendGrid has lists of its own. */
function droppedFor(reason: string) {
  if (/spam report/i.test(reason)) return { outcome: 'complained' } as const;
  if (/unsubscribed/i.test(reason)) return { outcome: 'unsubscribed' } as const;
  return /bounced address|invalid/i.test(reason) ? bounce(true, 'mailbox-unavailable') : bounce(false, 'rejected');
}
