import { createHash, randomBytes } from 'node:crypto';
import { err, ok } from '@gatehouse/kernel';
import { verify } from '@node-rs/bcrypt';
import type { ForeignScheme } from './foreign-scheme.js';

/** About a second of one core; each further step doubles it. */
const HIGHEST_COST = 14;
const LOWEST_COST = 4;
const DIGEST_LENGTH = 31;
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * crypt(3), alone or behind a name of Django's. `$2x$` marks hashes that a mistaken program has made, which right
 * programs cannot check. The last characters of salt and digest have 4 and 2 bits to spare, which are 0 in every hash that a
 * password has.
 */
const FORM =
  /^(?:bcrypt\$|(bcrypt_sha256)\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26])$/;

/** As everywhere, what follows the first 72 bytes of a password does not count; Django's `bcrypt_sha256` hashes it before. */
export const bcryptScheme: ForeignScheme = (text) => {
  const [, prehashed, crypt, digits] = FORM.exec(text) ?? [];
  if (!crypt) return null;
  const cost = Number(digits);
  if (cost < LOWEST_COST || cost > 31) return err('hash-unknown');
  if (cost > HIGHEST_COST) return err('hash-too-costly');
  return ok({
    kind: 'bcrypt',
    work: 2 ** cost,
    secondsPerWork: 1 / 2 ** HIGHEST_COST,
    decoy: () => decoyOf(cost),
    belongsTo: (password) => verify(prehashed ? createHash('sha256').update(password).digest('hex') : password, crypt),
    spend,
  });
};

/** The costs whose sum it is: what is missing between two costs is such a sum. */
async function spend(work: number): Promise<void> {
  for (let cost = HIGHEST_COST; cost >= LOWEST_COST; cost -= 1) {
    if ((work & (2 ** cost)) !== 0) await verify('', decoyOf(cost));
  }
}

const decoyOf = (cost: number): string =>
  `$2b$${String(cost).padStart(2, '0')}$${randomText(21)}.${randomText(DIGEST_LENGTH - 1)}.`;

const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
