import { StateBadge, type Tone } from './state-badge.js';

interface Message {
  readonly state: 'queued' | 'sending' | 'sent' | 'failed';
  readonly deadLetter?: boolean;
  readonly droppedAt?: string | null;
}

const TONES: Readonly<Record<Message['state'], Tone>> = {
  queued: 'busy',
  sending: 'busy',
  sent: 'good',
  failed: 'idle',
};
const NAMES: Readonly<Record<Message['state'], string>> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
};

/** Where a message is; a dead letter is a failed one that somebody is waiting for. */
export function MessageStateBadge({ state, deadLetter = false, droppedAt = null }: Message) {
  if (deadLetter) return <StateBadge tone="bad">Dead letter</StateBadge>;
  if (droppedAt !== null) return <StateBadge tone="idle">Dropped</StateBadge>;
  return <StateBadge tone={TONES[state]}>{NAMES[state]}</StateBadge>;
}
