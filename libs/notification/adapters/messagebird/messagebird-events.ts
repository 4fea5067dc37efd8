import {
  type BounceReason,
  bounce,
  eventsIn,
  type Json,
  objectIn,
  type ReportContract,
  textIn,
  told,
} from '../events/report-contract.js';
import { standardWebhook } from '../events/standard-webhook.js';

const REASONS: Readonly<Record<string, BounceReason>> = {
  invalid_destination: 'mailbox-unavailable',
  landline_unreachable: 'mailbox-unavailable',
  blocked_by_carrier: 'rejected',
  blocked_by_recipient: 'rejected',
  content_rejected: 'rejected',
  sender_unregistered: 'rejected',
};

/**
 * The webhooks of MessageBird, which is Bird today, signed by Standard Webhooks 1.0, one event each. Metadata comes back
 * as it was given.
 * @see https://github.com/messagebird/bird-sdk-typescript, packages/sdk/src/resources/webhooks.ts and
 * packages/sdk/src/generated/types.gen.ts (EventSmsBase, SmsErrorCode) (read 2026-11-29)
 */
export const messagebirdEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  isGenuine: standardWebhook(secret),
  read: (report, now) =>
    eventsIn(report)?.flatMap(({ type, timestamp, data }) => {
      const { metadata, error } = objectIn(data);
      return told(
        { deliveryId: objectIn(metadata)['delivery'], at: timestamp, ...meaningOf(type, objectIn(error)) },
        now,
      );
    }) ?? null,
});

function meaningOf(type: unknown, { code }: Json) {
  if (code === 'recipient_opted_out') return { outcome: 'unsubscribed' } as const;
  const reason = REASONS[textIn(code)] ?? null;
  switch (type) {
    case 'sms.delivered':
      return { outcome: 'delivered' } as const;
    case 'sms.failed':
      return bounce(reason !== null, reason);
    case 'sms.undelivered':
    case 'sms.expired':
    case 'sms.rejected':
      return bounce(false, reason);
    default:
      return { outcome: null };
  }
}
