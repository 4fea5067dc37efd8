import {
  bounce,
  eventsIn,
  type Json,
  type ReportContract,
  reasonIn,
  told,
  withPassword,
} from '../events/report-contract.js';

/**
 * Brevo's transactional webhooks, one event each, or in batches. Brevo signs nothing: it sends the credentials that the
 * webhook's address holds.
 * @see https://developers.brevo.com/docs/transactional-webhooks and
 * https://developers.brevo.com/docs/username-and-password-authentication (read 2026-11-29)
 */
export const brevoEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  admits: withPassword(secret),
  read: (report, now) =>
    eventsIn(report)?.flatMap((event) =>
      told({ deliveryId: event['X-Mailin-custom'], at: event['ts_event'], ...meaningOf(event) }, now),
    ) ?? null,
});

function meaningOf({ event, reason }: Json) {
  switch (event) {
    case 'delivered':
      return { outcome: 'delivered' } as const;
    case 'deferred':
      return { outcome: 'deferred' } as const;
    case 'hard_bounce':
      return bounce(true, reasonIn(reason));
    case 'invalid_email':
      return bounce(true, 'mailbox-unavailable');
    case 'soft_bounce':
      return bounce(false, reasonIn(reason));
    case 'error':
      return bounce(false, null);
    case 'blocked':
      // Brevo's own list, or its rules: it does not say why.
      return bounce(false, 'rejected');
    case 'spam':
      return { outcome: 'complained' } as const;
    case 'unsubscribed':
      return { outcome: 'unsubscribed' } as const;
    default:
      return { outcome: null };
  }
}
