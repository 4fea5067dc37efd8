import type { CodePurpose } from '../../../domain/policy.js';

/** Where the tries are kept that all short codes of one purpose to one address or phone share. */
export const triesBucket = (purpose: CodePurpose): string =>
  purpose === 'activation' ? 'short-code-tries' : `short-code-tries:${purpose}`;
