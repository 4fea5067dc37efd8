import {
  bounce,
  eventsIn,
  type Json,
  objectIn,
  type ReportContract,
  reasonIn,
  textIn,
  told,
} from '../events/report-contract.js';
import { standardWebhook } from '../events/standard-webhook.js';

/**
 * Resend's webhooks, signed by Svix, one event each. Tags come back as an object by their names.
 * @see https://resend.com/docs/dashboard/webhooks/introduction, https://resend.com/docs/webhooks/event-types and
 * https://docs.svix.com/receiving/verifying-payloads/how-manual (read 2026-11-30)
 */
export const resendEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  isGenuine: standardWebhook(secret, 'svix'),
  read: (report, now) =>
    eventsIn(report)?.flatMap((event) => {
      const data = objectIn(event['data']);
      return told({ deliveryId: tagIn(data['tags']), at: event['created_at'], ...meaningOf(event['type'], data) }, now);
    }) ?? null,
});

/** Earlier ones were lists of `{name, value}`, as they are sent. */
const tagIn = (tags: unknown): unknown =>
  Array.isArray(tags)
    ? tags.map(objectIn).find(({ name }) => name === 'delivery')?.['value']
    : objectIn(tags)['delivery'];

function meaningOf(type: unknown, data: Json) {
  switch (type) {
    case 'email.delivered':
      return { outcome: 'delivered' } as const;
    case 'email.delivery_delayed':
      return { outcome: 'deferred' } as const;
    case 'email.bounced': {
      const { type: kind, subType, message } = objectIn(data['bounce']);
      return bounce(kind === 'Permanent', reasonOf(textIn(subType), message));
    }
    case 'email.failed':
      // After it was accepted: a quota, the domain, the recipient. Which, it does not say in a fixed word.
      return bounce(false, null);
    case 'email.suppressed':
      return bounce(true, 'mailbox-unavailable');
    case 'email.complained':
      return { outcome: 'complained' } as const;
    default:
      return { outcome: null };
  }
}

/** The sub-types are those of Amazon SES. */
function reasonOf(subType: string, message: unknown) {
  if (/^(NoEmail|Suppressed)$/.test(subType)) return 'mailbox-unavailable';
  if (subType === 'MailboxFull') return 'mailbox-full';
  return /Rejected$|TooLarge$/.test(subType) ? 'rejected' : reasonIn(message);
}
