import { type KeyObject, verify } from 'node:crypto';
import type { MailProviderSettings } from '@gatehouse/platform/config';
import {
  type BounceReason,
  bounce,
  type Json,
  jsonIn,
  objectIn,
  type ReportContract,
  reasonIn,
  textIn,
  told,
} from '../events/report-contract.js';
import { type GetText, SnsCertificates } from './sns-certificates.js';

/** SNS repeats a request for less than an hour; AWS advises to take none that is older. */
const TOLERANCE_MS = 3_600_000;

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/**
 * Amazon SES's events by way of Amazon SNS, one each. SNS signs with RSA, by SHA-1 (version 1) or SHA-256 (version 2);
 * anyone may have a topic signed, so only the one of the settings counts. Its subscription is confirmed by itself. The
 * configuration set has to publish tags.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html and
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (read 2026-11-29)
 */
export function sesEvents(settings: MailProviderSettings['ses'], get: GetText): ReportContract {
  const { events: topic } = settings;
  const certificates = new SnsCertificates(originOf(settings), get);
  return {
    async isGenuine(report, now) {
      const message = objectIn(jsonIn(report));
      const signedAt = Date.parse(textIn(message['Timestamp']));
      if (message['TopicArn'] !== topic || !(Math.abs(now.getTime() - signedAt) <= TOLERANCE_MS)) return false;
      const key = await certificates.keyAt(textIn(message['SigningCertURL']), now);
      return key !== null && isSignedBy(key, message);
    },
    async read(report, now) {
      const message = objectIn(jsonIn(report));
      if (message['Type'] === 'SubscriptionConfirmation') {
        const url = textIn(message['SubscribeURL']);
        return certificates.isOwn(url) && (await isVisited(get, url)) ? [] : null;
      }
      const event = objectIn(jsonIn({ body: Buffer.from(textIn(message['Message'])) }));
      const { tags } = objectIn(event['mail']);
      const { delivery } = objectIn(tags);
      const deliveryId: unknown = Array.isArray(delivery) ? delivery[0] : null;
      return told({ deliveryId, ...meaningOf(event) }, now);
    },
  };
}

/** Of the region that the topic is in; where SES is somewhere else than at Amazon, as in tests, so is SNS. */
function originOf({ events: topic, url }: MailProviderSettings['ses']): string {
  const { hostname, origin } = new URL(url);
  if (!/\.amazonaws\.com(\.cn)?$/.test(hostname)) return origin;
  const region = topic.split(':')[3] ?? '';
  return `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function isSignedBy(key: KeyObject, message: Json): boolean {
  const type = textIn(message['Type']);
  const fields = Object.hasOwn(SIGNED, type) ? SIGNED[type as keyof typeof SIGNED] : null;
  if (!fields) return false;
  const text = fields.flatMap((name) => (typeof message[name] === 'string' ? [`${name}\n${message[name]}\n`] : []));
  const algorithm = message['SignatureVersion'] === '2' ? 'sha256' : 'sha1';
  return verify(algorithm, Buffer.from(text.join('')), key, Buffer.from(textIn(message['Signature']), 'base64'));
}

const isVisited = (get: GetText, url: string): Promise<boolean> =>
  get(new URL(url)).then(
    () => true,
    () => false,
  );

function meaningOf(event: Json) {
  const kind = event['eventType'] ?? event['notificationType'];
  const about = objectIn(event[textIn(kind).replace(/^./, (letter) => letter.toLowerCase())]);
  const { timestamp: at } = about;
  switch (kind) {
    case 'Delivery':
      return { outcome: 'delivered', at } as const;
    case 'DeliveryDelay':
      return { outcome: 'deferred', at } as const;
    case 'Complaint':
      // `not-spam`: somebody has taken the mail out of the spam folder.
      return { outcome: about['complaintFeedbackType'] === 'not-spam' ? null : ('complained' as const), at };
    case 'Bounce':
      return { ...bounce(about['bounceType'] === 'Permanent', reasonOf(about)), at };
    case 'Reject':
      // Accepted, and then found to hold a virus.
      return { ...bounce(false, 'rejected'), at };
    default:
      return { outcome: null, at };
  }
}

const REASONS: Readonly<Record<string, BounceReason>> = {
  NoEmail: 'mailbox-unavailable',
  Suppressed: 'mailbox-unavailable',
  OnAccountSuppressionList: 'mailbox-unavailable',
  MailboxFull: 'mailbox-full',
  MessageTooLarge: 'rejected',
  ContentRejected: 'rejected',
  AttachmentRejected: 'rejected',
};

function reasonOf({ bounceSubType, bouncedRecipients }: Json): BounceReason | null {
  const first: unknown = Array.isArray(bouncedRecipients) ? bouncedRecipients[0] : null;
  const { status, diagnosticCode } = objectIn(first);
  return REASONS[textIn(bounceSubType)] ?? reasonIn(`${textIn(status)} ${textIn(diagnosticCode)}`);
}
