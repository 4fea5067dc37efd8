import { type BinaryLike, createCipheriv, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { err, ok } from '@gatehouse/kernel';
import { type ForeignScheme, fromBase64, unpadded } from './foreign-scheme.js';

/** One computation's memory: what OWASP's strongest setting takes (N = 2^17, r = 8), in bytes. */
const MOST_MEMORY = 128 * 1024 * 1024;
/** N·r·p, about a second of one core. */
const MOST_WORK = 2 ** 21;

/** Django writes N, the salt as text, r and p; the PHC format log2 N, r and p. Ory Kratos writes N itself as `ln`. */
const DJANGO = /^scrypt\$(\d{1,9})\$([^$]{1,128})\$(\d{1,4})\$(\d{1,4})\$([A-Za-z0-9+/]{16,86}={0,2})$/;
const PHC =
  /^\$scrypt\$ln=(\d{1,9}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/.]{1,171}={0,2})\$([A-Za-z0-9+/.]{16,86}={0,2})$/;
/** No table has 2^64 places, and none so few that it would have to be N. */
const LARGEST_LOG = 63;

const BASE64 = '[A-Za-z0-9+/]+={0,2}';
/** As Ory Kratos writes Firebase's hashes, and as Supabase does: log2 N, r, p, salt, digest, salt separator, signer key. */
const KRATOS_FIREBASE = new RegExp(
  `^\\$firescrypt\\$ln=(\\d{1,2}),r=(\\d{1,4}),p=(\\d{1,4})\\$(${BASE64})\\$(${BASE64})\\$(${BASE64})\\$(${BASE64})$`,
);
const SUPABASE_FIREBASE = new RegExp(
  `^\\$fbscrypt\\$v=1,n=(\\d{1,2}),r=(\\d{1,4}),p=(\\d{1,4}),ss=(${BASE64}),sk=(${BASE64})\\$(${BASE64})\\$(${BASE64})$`,
);

const derive = (password: BinaryLike, salt: BinaryLike, length: number, { N = 0, r = 0, p = 0 }: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) => {
    // OpenSSL counts two blocks of its own beside the table and the lanes.
    const maxmem = 128 * r * (N + p + 2) + 1024 * 1024;
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });

export const scryptScheme: ForeignScheme = (text) => {
  const [, n, salt, r, p, digest] = DJANGO.exec(text) ?? [];
  if (salt && digest) return read({ N: Number(n), r: Number(r), p: Number(p) }, salt, fromBase64(digest));
  const [, ln, phcR, phcP, phcSalt, phcDigest] = PHC.exec(text) ?? [];
  if (phcSalt && phcDigest) {
    const N = Number(ln) > LARGEST_LOG ? Number(ln) : 2 ** Number(ln);
    return read({ N, r: Number(phcR), p: Number(phcP) }, fromBase64(phcSalt), fromBase64(phcDigest));
  }
  return firebase(text);
};

/** The derived key encrypts the project's signer key, and the result is the digest. */
function firebase(text: string): ReturnType<ForeignScheme> {
  const [, ln, r, p, ...kratos] = KRATOS_FIREBASE.exec(text) ?? [];
  const [, n, supabaseR, supabaseP, ...supabase] = SUPABASE_FIREBASE.exec(text) ?? [];
  const parts =
    ln !== undefined ? kratos : n !== undefined ? [supabase[2], supabase[3], supabase[0], supabase[1]] : null;
  if (!parts) return null;
  const [salt, digest, separator, signerKey] = parts.map((part) => fromBase64(part ?? ''));
  if (!salt || !digest || !separator || !signerKey || digest.length !== signerKey.length) return err('hash-unknown');
  const cost = { N: 2 ** Number(ln ?? n), r: Number(r ?? supabaseR), p: Number(p ?? supabaseP) };
  return read(cost, Buffer.concat([salt, separator]), digest, {
    length: 32,
    finish: (key) => createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signerKey),
  });
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

interface Finish {
  /** Bytes that are derived. */
  readonly length: number;
  /** The digest that they make. */
  readonly finish: (key: Buffer) => Buffer;
}

function read(
  { N, r, p }: Cost,
  salt: BinaryLike | null,
  digest: Buffer | null,
  { length, finish }: Finish = { length: digest?.length ?? 0, finish: (key) => key },
): ReturnType<ForeignScheme> {
  // RFC 7914, section 6: N is less than 2^(128 · r / 8). What cannot be computed would make every proof of the application fail.
  const isSound = N >= 2 && Number.isInteger(Math.log2(N)) && Math.log2(N) < 16 * r && p > 0;
  if (!isSound || salt === null || digest === null) return err('hash-unknown');
  const work = N * r * p;
  if (work > MOST_WORK || 128 * N * r > MOST_MEMORY) return err('hash-too-costly');
  return ok({
    kind: 'scrypt',
    work,
    secondsPerWork: 1 / MOST_WORK,
    decoy: () =>
      `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(digest.length))}`,
    belongsTo: async (password) => timingSafeEqual(finish(await derive(password, salt, length, { N, r, p })), digest),
    spend: async (rest) => {
      // In tables of 16 MiB at most, and whatever is too little for one left out.
      const table = 2 ** Math.min(14, Math.floor(Math.log2(rest / 8)));
      const times = Math.floor(rest / 8 / table);
      if (table >= 2 && times >= 1) await derive('', salt, 32, { N: table, r: 8, p: times });
    },
  });
}
