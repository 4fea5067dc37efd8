import { basicHeaders, only, type ReportedEvent, type ReportMaker } from './provider-report.js';

function wordsOf({ kind, at }: ReportedEvent): object {
  const time = at.toISOString();
  switch (kind) {
    case 'delivered':
      return { RecordType: 'Delivery', DeliveredAt: time, Details: 'smtp;250 2.0.0 OK' };
    case 'complained':
      return { RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 100_001, BouncedAt: time };
    case 'unsubscribed':
      return {
        RecordType: 'SubscriptionChange',
        ChangedAt: time,
        Origin: 'Recipient',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
      };
    case 'hard-bounced':
      return {
        RecordType: 'Bounce',
        Type: 'HardBounce',
        TypeCode: 1,
        BouncedAt: time,
        Details: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
      };
    case 'soft-bounced':
      return {
        RecordType: 'Bounce',
        Type: 'SoftBounce',
        TypeCode: 4_096,
        BouncedAt: time,
        Details: 'smtp;452 4.2.2 The email account that you tried to reach is over quota.',
      };
    case 'deferred':
      return { RecordType: 'Bounce', Type: 'Transient', TypeCode: 2, BouncedAt: time, Details: 'smtp;421 4.4.2' };
    case 'opened':
      return { RecordType: 'Open', FirstOpen: true, ReceivedAt: time };
  }
}

/** Postmark's webhooks, one event each. */
export const postmarkReport: ReportMaker = (events, { secret }) => {
  const event = only(events);
  const body = {
    ...wordsOf(event),
    MessageID: event.messageId,
    Recipient: event.to,
    Email: event.to,
    MessageStream: 'outbound',
    Metadata: { delivery: event.deliveryId },
  };
  return { headers: basicHeaders(secret), body: JSON.stringify(body) };
};
