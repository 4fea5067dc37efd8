import type { DeadLetterSelection } from '../../contract/commands/dead-letter-selection.js';
import type { DeadLetterFilter } from '../ports/dead-letters.js';

const USUAL_LIMIT = 100;

/** Which dead letters are meant, and how many of them at once. */
export const selectionOf = ({
  channel,
  template,
  failure,
  createdFrom,
  createdBefore,
  limit,
}: Omit<DeadLetterSelection<unknown>, 'result'>): { readonly filter: DeadLetterFilter; readonly limit: number } => ({
  filter: {
    channel: channel ?? null,
    template: template ?? null,
    failure: failure ?? null,
    createdFrom: createdFrom ?? null,
    createdBefore: createdBefore ?? null,
  },
  limit: limit ?? USUAL_LIMIT,
});
