import {
  bounce,
  eventsIn,
  type Json,
  type ReportContract,
  reasonIn,
  told,
  withPassword,
} from '../events/report-contract.js';

/** `error` of a bounce or a block, where it says what is wrong with the recipient. */
const GONE = ['user unknown', 'mailbox inactive', 'invalid domain', 'no mail host', 'bad or inactive', 'preblocked'];

/**
 * Mailjet's Event API, grouped or not: at most 1,500 events a request. Mailjet signs nothing: the webhook's address holds
 * credentials. Repeated for 24 hours until it is answered 200.
 * @see https://dev.mailjet.com/email/guides/webhooks/ and
 * https://documentation.mailjet.com/hc/en-us/articles/360043578154-Event-Tracking-API (read 2026-11-29)
 */
export const mailjetEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  admits: withPassword(secret),
  read: (report, now) =>
    eventsIn(report)?.flatMap((event) =>
      told({ deliveryId: event['CustomID'], at: event['time'], ...meaningOf(event) }, now),
    ) ?? null,
});

function meaningOf(event: Json) {
  switch (event['event']) {
    case 'sent':
      return { outcome: 'delivered' } as const;
    case 'bounce':
      return bounce(event['hard_bounce'] === true, reasonOf(event));
    case 'blocked':
      // Mailjet has a list of its own, of those who called mails spam.
      return event['error'] === 'spam reporter' ? ({ outcome: 'complained' } as const) : bounce(true, reasonOf(event));
    case 'spam':
      return { outcome: 'complained' } as const;
    case 'unsub':
      return { outcome: 'unsubscribed' } as const;
    default:
      return { outcome: null };
  }
}

function reasonOf({ error, comment }: Json) {
  if (GONE.includes(String(error))) return 'mailbox-unavailable';
  return reasonIn(error, reasonIn(comment, 'rejected'));
}
