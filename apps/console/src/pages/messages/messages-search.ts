export const LISTED_STATES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'deferred',
  'delivered',
  'unsubscribed',
  'bounced',
  'complained',
  'dead-letter',
] as const;
export const CHANNELS = ['mail', 'sms'] as const;

export interface MessagesSearch {
  readonly state?: (typeof LISTED_STATES)[number];
  readonly channel?: (typeof CHANNELS)[number];
  readonly template?: string;
  /** The one that is shown in full. */
  readonly message?: string;
}
