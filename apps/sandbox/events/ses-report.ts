import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { only, type Reported, type ReportMaker } from './provider-report.js';

const bounced = (bounceType: string, bounceSubType: string, status: string) => ({
  bounceType,
  bounceSubType,
  bouncedRecipients: [{ status, diagnosticCode: `smtp; 550 ${status}` }],
});

const EVENTS: Readonly<Record<Reported, readonly [type: string, about: object]>> = {
  deferred: ['DeliveryDelay', { delayType: 'TransientCommunicationFailure' }],
  'soft-bounced': ['Bounce', bounced('Transient', 'MailboxFull', '5.2.2')],
  delivered: ['Delivery', { smtpResponse: '250 OK' }],
  unsubscribed: ['Subscription', {}],
  'hard-bounced': ['Bounce', bounced('Permanent', 'General', '5.1.1')],
  complained: ['Complaint', { complaintFeedbackType: 'abuse' }],
  opened: ['Open', {}],
};

/** Where SNS's certificate is, and the key that belongs to it; where it is posted from a topic of this name. */
export interface SnsIdentity {
  readonly topic: string;
  readonly certificateUrl: string;
  /** PEM. */
  readonly privateKey: string;
}

/** What SNS posts, signed by version 2. */
export function snsMessage(
  { topic, certificateUrl, privateKey }: SnsIdentity,
  fields: Readonly<Record<string, string>>,
  now: Date,
): string {
  const message: Record<string, string> = {
    MessageId: randomUUID(),
    TopicArn: topic,
    Timestamp: now.toISOString(),
    ...fields,
  };
  const text = Object.entries(message)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
  const signature = sign('sha256', Buffer.from(text), createPrivateKey(privateKey)).toString('base64');
  return JSON.stringify({
    ...message,
    SignatureVersion: '2',
    Signature: signature,
    SigningCertURL: certificateUrl,
  });
}

/** Amazon SES's events by way of SNS. The target's secret is an identity in JSON. */
export const sesReport: ReportMaker = (events, { secret }, now) => {
  const { kind, deliveryId, messageId, to, at } = only(events);
  const [eventType, about] = EVENTS[kind];
  const name = eventType.replace(/^./, (letter) => letter.toLowerCase());
  const event = {
    eventType,
    mail: { messageId, destination: [to], tags: { delivery: [deliveryId] } },
    [name]: { ...about, timestamp: at.toISOString() },
  };
  const identity = JSON.parse(secret) as SnsIdentity;
  const body = snsMessage(identity, { Type: 'Notification', Message: JSON.stringify(event) }, now);
  return { headers: { 'content-type': 'text/plain; charset=UTF-8' }, body };
};
