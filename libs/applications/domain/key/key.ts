import { KEY_SCOPES, type KeyScope, type NewEvent } from '@gatehouse/kernel';
import type { KeyCreated, KeyRevoked } from '../../contract/events.js';

/** @param replaces the key in whose place it comes, if it does */
export const keyCreated = (id: string, keyId: string, replaces: string | null = null): NewEvent<KeyCreated> => ({
  id,
  subject: keyId,
  type: 'key.created.v1',
  data: { keyId, replaces },
});

export const keyRevoked = (id: string, keyId: string): NewEvent<KeyRevoked> => ({
  id,
  subject: keyId,
  type: 'key.revoked.v1',
  data: { keyId },
});

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
