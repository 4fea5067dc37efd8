import { type CommandContext, type KeyScope, textOnceWritten, timeOnceWritten } from '@gatehouse/kernel';
import type { NewApplicationKey } from '../../contract/application-key.js';
import type { SecretKey } from '../ports/secret-keys.js';

/**
 * A new key's answer before it is written, for a call that may come again.
 * @throws Error where nobody answers for it: that is a fault of the caller, not of the input
 */
export function newKey(
  id: string,
  { text, hint }: SecretKey,
  scopes: readonly KeyScope[],
  { administrator }: CommandContext,
): NewApplicationKey {
  if (!administrator) throw new Error('Nobody answers for a new key');
  const { kind, id: creator, application } = administrator;
  return {
    id,
    name: textOnceWritten('name'),
    hint,
    scopes: [...scopes],
    createdBy: { kind, id: creator, application },
    state: 'active',
    createdAt: timeOnceWritten('createdAt'),
    expiresAt: timeOnceWritten('expiresAt'),
    revokedAt: null,
    replacedBy: null,
    lastUsedAt: null,
    key: text,
  };
}
