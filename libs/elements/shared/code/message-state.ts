import { html, nothing, type TemplateResult } from 'lit';
import { clockTime, type Key } from '../language.js';

type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

export interface MessageState {
  readonly channel: 'email' | 'phone';
  /** What the service says of the message; null before it has said anything. */
  readonly delivery: string | null;
  /** Why the mailbox gave it back, where its provider says so. */
  readonly reason: string | null;
  /** Seconds that its code is still valid; null before it was sent. */
  readonly left: number | null;
  /** Where the message goes, to be shown. */
  readonly recipient: string | null;
}

const DELIVERIES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'bounced'] as const;
const BOUNCES = ['mailbox-unavailable', 'mailbox-full', 'rejected'] as const;

/** Its provider has it, or the mailbox: the code can be typed. */
export const isWithPerson = (delivery: string | null): boolean => delivery === 'sent' || delivery === 'delivered';

/** Where the message is, and how long its code is valid. What is read out stands in `messageNews`. */
export function messageState(state: MessageState, say: Say): TemplateResult | typeof nothing {
  if (state.delivery === null) return nothing;
  const isExpired = isWithPerson(state.delivery) && state.left === 0;
  return html`<div class="gh-mail" part="delivery" data-delivery=${isExpired ? 'expired' : state.delivery}>
    <span class="gh-dot" aria-hidden="true"></span>
    <p aria-hidden="true">${newsOf(state, say)}</p>
    ${state.left ? html`<p class="gh-left" role="timer">${say('code.left', { time: clockTime(state.left) })}</p>` : nothing}
  </div>`;
}

/** For the live region: changes with the message's way alone, not with every second. */
export function newsOf({ channel, delivery, reason, left, recipient }: MessageState, say: Say): string {
  const known = DELIVERIES.find((each) => each === delivery);
  if (!known) return '';
  if (isWithPerson(known) && left === 0) return say('delivery.expired');
  const bounce = known === 'bounced' && channel === 'email' && BOUNCES.find((each) => each === reason);
  if (bounce) return say(`delivery.${bounce}.email`);
  if (known === 'failed' || known === 'bounced') return say(`delivery.${known}.${channel}`);
  return say(`delivery.${known}.${channel}`, { recipient: recipient ?? '' });
}
