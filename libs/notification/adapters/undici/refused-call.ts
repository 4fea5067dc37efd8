import type { ProviderAnswer } from '../../application/ports/provider-answer.js';

type RefusedCall = Extract<ProviderAnswer, { kind: 'refused' }>;

export const UNREADABLE = 'answer-unreadable';

/**
 * A refusal by its HTTP status.
 *
 * A redirect, a 401 or a 403 tells of our settings, not of the message: somebody may mend them before the deadline. An
 * error within a 2xx that has no status of its own says nothing, so it is tried again.
 * @param status of the HTTP answer
 * @param meaning the status that says what went wrong: the message's own where it has one
 * @param code the provider's own, already known to be short and harmless
 */
export const refusedCall = (status: number, meaning: number, code?: string): RefusedCall => ({
  kind: 'refused',
  retryable: isRetryable(meaning),
  reason: code === undefined ? wordFor(meaning) : `${wordFor(meaning)} ${code}`,
  status,
});

const isRetryable = (meaning: number): boolean =>
  meaning < 400 || meaning >= 500 || [401, 403, 408, 425, 429].includes(meaning);

const wordFor = (meaning: number): string => {
  if (meaning === 401 || meaning === 403) return `credentials-refused-${meaning}`;
  if (meaning >= 300 && meaning <= 399) return `redirect-${meaning}`;
  return meaning >= 400 && meaning <= 599 ? `http-${meaning}` : UNREADABLE;
};
