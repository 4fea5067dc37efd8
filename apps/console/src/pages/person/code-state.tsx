import type { Schemas } from '../../api/administration.js';
import { StateBadge, type Tone } from '../../components/words/state-badge.js';

export type Code = Schemas['UserCode'];

const STATES: Readonly<Record<Code['state'], readonly [name: string, tone: Tone]>> = {
  queued: ['Waiting to be sent', 'busy'],
  sending: ['Being sent', 'busy'],
  valid: ['Valid', 'good'],
  used: ['Used', 'good'],
  expired: ['Expired', 'idle'],
  spent: ['No tries left', 'warn'],
  void: ['Replaced', 'idle'],
  failed: ['Not sent', 'bad'],
};

export const CodeStateBadge = ({ state }: Pick<Code, 'state'>) => (
  <StateBadge tone={STATES[state][1]}>{STATES[state][0]}</StateBadge>
);

/** What a code is, without what it says. */
export const codeWords = ({ digits, channel, number }: Code): string =>
  `${digits} digits by ${channel === 'sms' ? 'SMS' : 'mail'}, number ${number}`;
