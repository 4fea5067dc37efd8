import { KEY_SCOPES, type KeyScope } from '@gatehouse/kernel';

/** How long the old key goes on beside the one that replaces it, by default: a day to roll a backend out. */
export const USUAL_OVERLAP_SECONDS = 86_400;

/**
 * Keys of one application that are good at once, those aside that live out the overlap of a rotation: enough for every
 * backend, few enough to look through.
 */
export const MOST_KEYS = 20;

/** And those among them: every key may be rotated while it is one of the most, and once more within its overlap. */
export const MOST_WITH_RETIRING = 2 * MOST_KEYS;

/** By default a key does everything but make keys: one that leaks then gives its thief no other. */
export const scopesOfNewKey = (wanted: readonly KeyScope[] | null | undefined): readonly KeyScope[] =>
  KEY_SCOPES.filter((scope) => wanted?.includes(scope) ?? scope !== 'keys:write');
