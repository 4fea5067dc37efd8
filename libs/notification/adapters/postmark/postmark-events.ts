import {
  eventsIn,
  type Json,
  type Outcome,
  objectIn,
  type ReportContract,
  reasonIn,
  textIn,
  told,
  withPassword,
} from '../events/report-contract.js';

/** `Type` of a bounce. What is not here says nothing about whether mails arrive. */
const BOUNCES: Readonly<Record<string, Outcome>> = {
  HardBounce: 'hard-bounced',
  BadEmailAddress: 'hard-bounced',
  ManuallyDeactivated: 'hard-bounced',
  Blocked: 'soft-bounced',
  DMARCPolicy: 'soft-bounced',
  DnsError: 'soft-bounced',
  SoftBounce: 'soft-bounced',
  SpamNotification: 'soft-bounced',
  Undeliverable: 'soft-bounced',
  VirusNotification: 'soft-bounced',
  Transient: 'deferred',
  SpamComplaint: 'complained',
  Unsubscribe: 'unsubscribed',
};
const REASONS = {
  HardBounce: 'mailbox-unavailable',
  BadEmailAddress: 'mailbox-unavailable',
  ManuallyDeactivated: 'rejected',
  Blocked: 'rejected',
  DMARCPolicy: 'rejected',
  SpamNotification: 'rejected',
  VirusNotification: 'rejected',
} as const;

/**
 * Postmark's webhooks for delivery, bounce, spam complaint and subscription change. Postmark signs nothing: it sends the
 * credentials that the webhook was set up with, as HTTP Basic. One event a request; repeated until it is answered 200.
 * @see https://postmarkapp.com/developer/webhooks/bounce-webhook, …/delivery-webhook, …/spam-complaint-webhook,
 * …/subscription-change-webhook and https://postmarkapp.com/developer/api/bounce-api#bounce-types (read 2026-11-29)
 */
export const postmarkEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  admits: withPassword(secret),
  read: (report, now) =>
    eventsIn(report)?.flatMap((event) =>
      told({ deliveryId: objectIn(event['Metadata'])['delivery'], ...meaningOf(event) }, now),
    ) ?? null,
});

function meaningOf(event: Json) {
  const { Type: type, Details: details } = event;
  switch (event['RecordType']) {
    case 'Delivery':
      return { outcome: 'delivered', at: event['DeliveredAt'] } as const;
    case 'SpamComplaint':
      return { outcome: 'complained', at: event['BouncedAt'] } as const;
    case 'Bounce': {
      const usual = Object.entries(REASONS).find(([name]) => name === type)?.[1] ?? null;
      const said = textIn(details) === '' ? event['Description'] : details;
      const reason = usual === 'mailbox-unavailable' ? usual : reasonIn(said, usual);
      return { outcome: BOUNCES[textIn(type)], at: event['BouncedAt'], reason };
    }
    case 'SubscriptionChange': {
      // Hard bounces and complaints come by themselves as well.
      const isOwnWish = event['SuppressSending'] === true && event['Origin'] === 'Recipient';
      const isMeant = isOwnWish && event['SuppressionReason'] === 'ManualSuppression';
      return { outcome: isMeant ? ('unsubscribed' as const) : null, at: event['ChangedAt'] };
    }
    default:
      return { outcome: null, at: null };
  }
}
