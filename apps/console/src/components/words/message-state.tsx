import { StateBadge, type Tone } from './state-badge.js';

type State =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'failed'
  | 'deferred'
  | 'delivered'
  | 'unsubscribed'
  | 'bounced'
  | 'complained';

interface Message {
  readonly state: State;
  readonly deadLetter?: boolean;
  readonly droppedAt?: string | null;
}

const TONES: Readonly<Record<State, Tone>> = {
  queued: 'busy',
  sending: 'busy',
  sent: 'good',
  failed: 'idle',
  deferred: 'warn',
  delivered: 'good',
  unsubscribed: 'warn',
  bounced: 'bad',
  complained: 'bad',
};
export const MESSAGE_STATE_NAMES: Readonly<Record<State, string>> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  deferred: 'Deferred',
  delivered: 'Delivered',
  unsubscribed: 'Unsubscribed',
  bounced: 'Bounced',
  complained: 'Marked as spam',
};

/** Where a message is; a dead letter is a failed one that somebody is waiting for. */
export function MessageStateBadge({ state, deadLetter = false, droppedAt = null }: Message) {
  if (deadLetter) return <StateBadge tone="bad">Dead letter</StateBadge>;
  if (droppedAt !== null) return <StateBadge tone="idle">Dropped</StateBadge>;
  return <StateBadge tone={TONES[state]}>{MESSAGE_STATE_NAMES[state]}</StateBadge>;
}
