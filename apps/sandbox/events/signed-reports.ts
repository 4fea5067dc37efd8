import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import {
  JSON_HEADERS,
  only,
  type Reported,
  type ReportMaker,
  type ReportTarget,
  secondsOf,
} from './provider-report.js';

const NO_SUCH_USER = '550 5.1.1 The email account that you tried to reach does not exist';

/** As Standard Webhooks 1.0 and Svix sign: HMAC-SHA-256 of id, time and body. */
function signedBy({ secret }: ReportTarget, body: string, now: Date, prefix = 'webhook') {
  const [id, time] = [`msg_${randomUUID()}`, String(secondsOf(now))];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const headers = {
    ...JSON_HEADERS,
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: time,
    [`${prefix}-signature`]: `v1,${signature}`,
  };
  return { headers, body };
}

const RESEND: Readonly<Record<Reported, readonly [type: string, data: object]>> = {
  deferred: ['email.delivery_delayed', {}],
  'soft-bounced': ['email.bounced', { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'over quota' } }],
  delivered: ['email.delivered', {}],
  unsubscribed: ['contact.updated', { unsubscribed: true }],
  'hard-bounced': ['email.bounced', { bounce: { type: 'Permanent', subType: 'General', message: NO_SUCH_USER } }],
  complained: ['email.complained', {}],
  opened: ['email.opened', {}],
};

/** Resend's webhooks. */
export const resendReport: ReportMaker = (events, target, now) => {
  const { kind, deliveryId, messageId, to, at } = only(events);
  const [type, data] = RESEND[kind];
  const told = {
    type,
    created_at: at.toISOString(),
    data: { email_id: messageId, to: [to], tags: { delivery: deliveryId }, ...data },
  };
  return signedBy(target, JSON.stringify(told), now, 'svix');
};

const MAILGUN: Readonly<Record<Reported, object>> = {
  deferred: { event: 'failed', severity: 'temporary', reason: 'generic', 'delivery-status': { code: 421 } },
  'soft-bounced': {
    event: 'failed',
    severity: 'permanent',
    reason: 'old',
    'delivery-status': { code: 452, 'enhanced-code': '4.2.2', message: 'mailbox full' },
  },
  delivered: { event: 'delivered', 'delivery-status': { code: 250, message: 'OK' } },
  unsubscribed: { event: 'unsubscribed' },
  'hard-bounced': {
    event: 'failed',
    severity: 'permanent',
    reason: 'bounce',
    'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: NO_SUCH_USER },
  },
  complained: { event: 'complained' },
  opened: { event: 'opened' },
};

/** Mailgun's webhooks. */
export const mailgunReport: ReportMaker = (events, { secret }, now) => {
  const { kind, deliveryId, messageId, to, at } = only(events);
  const [timestamp, token] = [String(secondsOf(now)), randomBytes(25).toString('hex')];
  const signature = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex');
  const told = {
    signature: { timestamp, token, signature },
    'event-data': {
      ...MAILGUN[kind],
      id: randomUUID(),
      timestamp: at.getTime() / 1_000,
      recipient: to,
      message: { headers: { 'message-id': messageId } },
      'user-variables': { delivery: deliveryId },
    },
  };
  return { headers: JSON_HEADERS, body: JSON.stringify(told) };
};

/** A sender of one's own: each event, or a list of them. */
export const webhookReport: ReportMaker = (events, target, now) => {
  const told = events.map(({ kind, deliveryId, at }) => ({
    type: 'message.outcome',
    timestamp: now.toISOString(),
    data: {
      deliveryId,
      outcome: kind,
      at: at.toISOString(),
      ...(kind === 'hard-bounced' && { reason: 'mailbox-unavailable' }),
      ...(kind === 'soft-bounced' && { reason: 'mailbox-full' }),
    },
  }));
  return signedBy(target, JSON.stringify(told.length === 1 ? told[0] : told), now);
};

const BIRD: Readonly<Record<Reported, readonly [type: string, error?: string]>> = {
  deferred: ['sms.sent'],
  'soft-bounced': ['sms.undelivered', 'unreachable'],
  delivered: ['sms.delivered'],
  unsubscribed: ['sms.rejected', 'recipient_opted_out'],
  'hard-bounced': ['sms.failed', 'invalid_destination'],
  complained: ['sms.sent'],
  opened: ['sms.sent'],
};

/** The webhooks of MessageBird (Bird). */
export const messagebirdReport: ReportMaker = (events, target, now) => {
  const { kind, deliveryId, messageId, to, at } = only(events);
  const [type, code] = BIRD[kind];
  const error = code === undefined ? {} : { error: { code, description: code, occurred_at: at.toISOString() } };
  const data = { sms_id: messageId, to, tags: null, metadata: { delivery: deliveryId }, ...error };
  return signedBy(target, JSON.stringify({ type, timestamp: at.toISOString(), data }), now);
};

const VONAGE: Readonly<Record<Reported, readonly [status: string, error?: string]>> = {
  deferred: ['submitted'],
  'soft-bounced': ['undeliverable', '1260'],
  delivered: ['delivered'],
  unsubscribed: ['rejected', '1240'],
  'hard-bounced': ['rejected', '1170'],
  complained: ['submitted'],
  opened: ['submitted'],
};

/** Vonage's message status webhooks, with a JWT of HS256. */
export const vonageReport: ReportMaker = (events, { secret }, now) => {
  const { kind, deliveryId, messageId, to, at } = only(events);
  const [status, error] = VONAGE[kind];
  const body = JSON.stringify({
    message_uuid: messageId,
    to: to.replace(/^\+/, ''),
    timestamp: at.toISOString(),
    status,
    channel: 'sms',
    client_ref: deliveryId,
    ...(error !== undefined && {
      error: { type: `https://developer.vonage.com/api-errors/messages#${error}`, title: error },
    }),
  });
  const claims = {
    iat: secondsOf(now),
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  return { headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` }, body };
};

const TWILIO: Readonly<Record<Reported, readonly [status: string, error?: string]>> = {
  deferred: ['sent'],
  'soft-bounced': ['undelivered', '30003'],
  delivered: ['delivered'],
  unsubscribed: ['failed', '21610'],
  'hard-bounced': ['undelivered', '30005'],
  complained: ['sent'],
  opened: ['sent'],
};

/** Twilio's status callbacks, to the address that came with the message. */
export const twilioReport: ReportMaker = (events, { secret, url }) => {
  const { kind, deliveryId, messageId, to } = only(events);
  const [MessageStatus, ErrorCode] = TWILIO[kind];
  const fields = {
    AccountSid: 'AC1',
    ...(ErrorCode !== undefined && { ErrorCode }),
    MessageSid: messageId,
    MessageStatus,
    To: to,
  };
  const search = `?delivery=${deliveryId}`;
  const signed = `${url}${search}${Object.entries(fields)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flat()
    .join('')}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', secret).update(signed).digest('base64'),
  };
  return { headers, body: new URLSearchParams(fields).toString(), search };
};
