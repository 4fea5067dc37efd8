import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { err, ok } from '@gatehouse/kernel';
import { fromBase64, unpadded } from './base64.js';
import type { ForeignScheme } from './foreign-scheme.js';

/** One computation's memory: what OWASP's strongest setting takes (N = 2^17, r = 8), in bytes. */
const MOST_MEMORY = 128 * 1024 * 1024;
/** N·r·p, about a second of one core. */
const MOST_WORK = 2 ** 21;

/** Django writes N, the salt as text, r and p; the PHC format log2 N, r and p. */
const DJANGO = /^scrypt\$(\d{1,9})\$([^$]{1,128})\$(\d{1,4})\$(\d{1,4})\$([A-Za-z0-9+/]{16,86}={0,2})$/;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/.]{1,171})\$([A-Za-z0-9+/.]{16,86})$/;

const derive = (password: BinaryLike, salt: BinaryLike, length: number, { N = 0, r = 0, p = 0 }: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) => {
    // OpenSSL counts two blocks of its own beside the table and the lanes.
    const maxmem = 128 * r * (N + p + 2) + 1024 * 1024;
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });

export const scryptScheme: ForeignScheme = (text) => {
  const [, n, salt, r, p, digest] = DJANGO.exec(text) ?? [];
  if (salt && digest) return read(Number(n), Number(r), Number(p), salt, fromBase64(digest));
  const [, ln, phcR, phcP, phcSalt, phcDigest] = PHC.exec(text) ?? [];
  if (phcSalt && phcDigest) {
    return read(2 ** Number(ln), Number(phcR), Number(phcP), fromBase64(phcSalt), fromBase64(phcDigest));
  }
  return null;
};

function read(N: number, r: number, p: number, salt: BinaryLike, digest: Buffer): ReturnType<ForeignScheme> {
  // RFC 7914, section 6: N is less than 2^(128 · r / 8). What cannot be computed would make every proof of the application fail.
  const isSound = N >= 2 && Number.isInteger(Math.log2(N)) && Math.log2(N) < 16 * r && p > 0;
  if (!isSound) return err('hash-unknown');
  const work = N * r * p;
  if (work > MOST_WORK || 128 * N * r > MOST_MEMORY) return err('hash-too-costly');
  return ok({
    kind: 'scrypt',
    work,
    secondsPerWork: 1 / MOST_WORK,
    decoy: () =>
      `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(digest.length))}`,
    belongsTo: async (password) => timingSafeEqual(await derive(password, salt, digest.length, { N, r, p }), digest),
    spend: async (rest) => {
      // In tables of 16 MiB at most, and whatever is too little for one left out.
      const table = 2 ** Math.min(14, Math.floor(Math.log2(rest / 8)));
      const times = Math.floor(rest / 8 / table);
      if (table >= 2 && times >= 1) await derive('', salt, 32, { N: table, r: 8, p: times });
    },
  });
}
