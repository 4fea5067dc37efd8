import { err, ok, type Result } from '@gatehouse/kernel';
import type { AcceptedHash, ForeignHashes, HashFault } from '../../application/ports/password-hasher.js';
import { argon2Scheme } from './argon2-scheme.js';
import { bcryptScheme } from './bcrypt-scheme.js';
import type { ForeignHash } from './foreign-scheme.js';
import { pbkdf2Scheme } from './pbkdf2-scheme.js';
import { scryptScheme } from './scrypt-scheme.js';

const SCHEMES = [pbkdf2Scheme, bcryptScheme, scryptScheme, argon2Scheme];

/** Stands before every hash of another system where hashes are kept: argon2's would look like ours. Then comes its kind. */
const PREFIX = 'foreign:';

export class KnownForeignHashes implements ForeignHashes {
  accept(text: string): Result<AcceptedHash, HashFault> {
    const read = readForeign(text);
    if (!read.ok) return read;
    const { kind, work, decoy } = read.value;
    return ok({ kept: kept(kind, text), decoy: { kind, work, hash: kept(kind, decoy()) } });
  }
}

const kept = (kind: string, text: string): string => `${PREFIX}${kind}:${text}`;

export const isForeign = (hash: string): boolean => hash.startsWith(PREFIX);

/**
 * A hash of another system in the form in which it is kept.
 * @throws Error for anything else: such a row was not written by this service
 */
export function keptForeignHash(hash: string): ForeignHash {
  const read = isForeign(hash) ? readForeign(hash.slice(hash.indexOf(':', PREFIX.length) + 1)) : null;
  if (!read?.ok) throw new Error('Not a hash that was imported');
  return read.value;
}

function readForeign(text: string): Result<ForeignHash, HashFault> {
  for (const scheme of SCHEMES) {
    const read = scheme(text);
    if (read) return read;
  }
  return err('hash-unknown');
}
