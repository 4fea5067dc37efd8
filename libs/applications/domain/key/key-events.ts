import type { NewEvent } from '@gatehouse/kernel';
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
