import { type BinaryLike, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { err, ok } from '@gatehouse/kernel';
import { type ForeignScheme, fromBase64, unpadded } from './foreign-scheme.js';

const derive = promisify(pbkdf2);

/** Digest bytes, and how many iterations cost about a second of one core. */
const DIGESTS = {
  sha1: { bytes: 20, most: 2_000_000 },
  sha256: { bytes: 32, most: 4_000_000 },
  sha512: { bytes: 64, most: 1_000_000 },
} as const;

const DJANGO = /^pbkdf2_(sha1|sha256)\$(\d{1,9})\$([^$]{1,128})\$([A-Za-z0-9+/]{16,86}={0,2})$/;
/** As the format says (`i=…,l=…`), and as passlib writes it: the number alone, and no name for SHA-1. */
const PHC =
  /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,9})(?:,l=(\d{1,3}))?\$([A-Za-z0-9+/.]{1,171}={0,2})\$([A-Za-z0-9+/.]{16,86}={0,2})$/;

export const pbkdf2Scheme: ForeignScheme = (text) => {
  const [, name, iterations, salt, digest] = DJANGO.exec(text) ?? [];
  if (name && salt && digest) return read(name, Number(iterations), salt, fromBase64(digest));
  const [whole, phcName = 'sha1', rounds, length, phcSalt, phcDigest] = PHC.exec(text) ?? [];
  if (!whole || !phcSalt || !phcDigest) return null;
  const bytes = fromBase64(phcDigest);
  const said = length === undefined ? bytes?.length : Number(length);
  return read(phcName, Number(rounds), fromBase64(phcSalt), bytes, said);
};

function read(
  name: string,
  iterations: number,
  salt: BinaryLike | null,
  digest: Buffer | null,
  said = digest?.length,
): ReturnType<ForeignScheme> {
  if (salt === null || digest === null) return err('hash-unknown');
  const { bytes, most } = DIGESTS[name as keyof typeof DIGESTS];
  // A key that is longer than the digest is made of several.
  const work = iterations * Math.ceil(digest.length / bytes);
  if (iterations === 0) return err('hash-unknown');
  if (work > most) return err('hash-too-costly');
  if (said !== digest.length) return err('hash-unknown');
  return ok({
    kind: `pbkdf2-${name}`,
    work,
    secondsPerWork: 1 / most,
    decoy: () => `$pbkdf2-${name}$i=${iterations}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(digest.length))}`,
    belongsTo: async (password) =>
      timingSafeEqual(await derive(password, salt, iterations, digest.length, name), digest),
    spend: async (rest) => void (await derive('', salt, rest, bytes, name)),
  });
}
