import { textOnceWritten, timeOnceWritten } from '@gatehouse/kernel';
import type { NewApplicationKey } from '../../contract/application-key.js';
import type { SecretKey } from '../ports/secret-keys.js';

/** A new key's answer before it is written, for a call that may come again. */
export const newKey = (id: string, { text, hint }: SecretKey): NewApplicationKey => ({
  id,
  name: textOnceWritten('name'),
  hint,
  state: 'active',
  createdAt: timeOnceWritten('createdAt'),
  expiresAt: timeOnceWritten('expiresAt'),
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: null,
  key: text,
});
