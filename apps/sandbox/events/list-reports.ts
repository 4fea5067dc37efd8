import { createPrivateKey, sign } from 'node:crypto';
import {
  basicHeaders,
  JSON_HEADERS,
  only,
  type Reported,
  type ReportedEvent,
  type ReportMaker,
  secondsOf,
} from './provider-report.js';

const NO_SUCH_USER = '550 5.1.1 The email account that you tried to reach does not exist';
const FULL = '452 4.2.2 The email account that you tried to reach is over quota';

const MAILJET: Readonly<Record<Reported, object>> = {
  deferred: { event: 'deferred' },
  'soft-bounced': { event: 'bounce', hard_bounce: false, error_related_to: 'mailbox', error: 'quota exceeded' },
  delivered: { event: 'sent' },
  unsubscribed: { event: 'unsub' },
  'hard-bounced': { event: 'bounce', hard_bounce: true, error_related_to: 'recipient', error: 'user unknown' },
  complained: { event: 'spam', source: 'JMRPP' },
  opened: { event: 'open' },
};

/** Mailjet's Event API; with several events, grouped (version 2). */
export const mailjetReport: ReportMaker = (events, { secret }) => {
  const told = events.map(({ kind, deliveryId, messageId, to, at }) => ({
    ...MAILJET[kind],
    time: secondsOf(at),
    MessageID: 1_152_921_504,
    Message_GUID: messageId,
    email: to,
    CustomID: deliveryId,
  }));
  return { headers: basicHeaders(secret), body: JSON.stringify(told.length === 1 ? told[0] : told) };
};

const SENDGRID: Readonly<Record<Reported, object>> = {
  deferred: { event: 'deferred', response: '421 4.4.2 try again later', attempt: '1' },
  'soft-bounced': { event: 'bounce', type: 'blocked', status: '4.2.2', reason: FULL },
  delivered: { event: 'delivered', response: '250 OK' },
  unsubscribed: { event: 'unsubscribe' },
  'hard-bounced': { event: 'bounce', type: 'bounce', status: '5.1.1', reason: NO_SUCH_USER },
  complained: { event: 'spamreport' },
  opened: { event: 'open' },
};

/** SendGrid's event webhook. The target's secret is the private key that it signs with, in PEM. */
export const sendgridReport: ReportMaker = (events, { secret }, now) => {
  const told = events.map(({ kind, deliveryId, messageId, to, at }) => ({
    ...SENDGRID[kind],
    timestamp: secondsOf(at),
    email: to,
    sg_event_id: `${messageId}-${kind}`,
    sg_message_id: messageId,
    delivery: deliveryId,
  }));
  const body = JSON.stringify(told);
  const time = String(secondsOf(now));
  const signature = sign('sha256', Buffer.from(`${time}${body}`), createPrivateKey(secret)).toString('base64');
  const headers = {
    ...JSON_HEADERS,
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': time,
  };
  return { headers, body };
};

const BREVO: Readonly<Record<Reported, object>> = {
  deferred: { event: 'deferred', reason: '421 4.4.2' },
  'soft-bounced': { event: 'soft_bounce', reason: FULL },
  delivered: { event: 'delivered' },
  unsubscribed: { event: 'unsubscribed' },
  'hard-bounced': { event: 'hard_bounce', reason: NO_SUCH_USER },
  complained: { event: 'spam' },
  opened: { event: 'unique_opened' },
};

/** Brevo's transactional webhooks. */
export const brevoReport: ReportMaker = (events, { secret }) => {
  const { kind, deliveryId, messageId, to, at }: ReportedEvent = only(events);
  const told = {
    ...BREVO[kind],
    email: to,
    id: 1,
    ts_event: secondsOf(at),
    'message-id': messageId,
    'X-Mailin-custom': deliveryId,
  };
  return { headers: basicHeaders(secret), body: JSON.stringify(told) };
};
