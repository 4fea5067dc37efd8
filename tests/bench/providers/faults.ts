/** What a provider does wrong, as the sandbox plays it; null: it refuses connections, or does nothing wrong. */
export interface PlayedFault {
  readonly name: string;
  readonly says: string;
  readonly behaviour: Readonly<Record<string, unknown>> | null;
}

export const PROVIDERS = ['postmark', 'resend'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Each provider's own words for a success that carries an error. */
const PARTIAL: Readonly<Record<ProviderName, object>> = {
  postmark: { ErrorCode: 100, Message: 'Maintenance' },
  resend: { object: 'email' },
};

/** @param provider whose words are used where each has its own */
export const playedFaults = (provider: ProviderName): readonly PlayedFault[] => [
  { name: 'refused', says: 'refuses connections', behaviour: null },
  { name: 'reset', says: 'resets the connection before it takes the mail', behaviour: { type: 'reset-before' } },
  { name: 'hang', says: 'says nothing until we give up, and takes nothing', behaviour: { type: 'hang' } },
  { name: 'late', says: 'takes the mail after 8 s, when we have given up', behaviour: { type: 'delay', ms: 8_000 } },
  {
    name: 'endless',
    says: 'takes the mail at once and never ends its answer',
    behaviour: { type: 'slow-body', intervalMs: 60_000 },
  },
  { name: 'dropped', says: 'takes the mail and resets the connection', behaviour: { type: 'reset-after' } },
  { name: 'slow', says: 'takes the mail after 4.5 s', behaviour: { type: 'delay', ms: 4_500 } },
  { name: 'outage', says: 'answers 503, or 500 where that is its own', behaviour: { type: 'refusal', why: 'outage' } },
  {
    name: 'limit',
    says: 'answers 429 with Retry-After: 5',
    behaviour: { type: 'status', status: 429, retryAfter: 5 },
  },
  {
    name: 'partial',
    says: 'answers 200 with an error, or without an id',
    behaviour: { type: 'status', status: 200, body: PARTIAL[provider] },
  },
  { name: 'key', says: 'refuses our key', behaviour: { type: 'refusal', why: 'key' } },
];

/** What the others are compared with. */
export const NO_FAULT: PlayedFault = { name: 'none', says: 'works, for comparison', behaviour: null };

export const FAULT_NAMES = playedFaults('postmark').map(({ name }) => name);
