import { Argon2PasswordHasher } from '../../../libs/registration/adapters/argon2/argon2-password-hasher.js';
import { ForeignProof, MOST_DECOY_SECONDS } from '../../../libs/registration/adapters/argon2/foreign-proof.js';
import { HashQueue } from '../../../libs/registration/adapters/argon2/hash-queue.js';
import {
  KnownForeignHashes,
  keptForeignHash,
} from '../../../libs/registration/adapters/foreign-hashes/known-foreign-hashes.js';
import type { AcceptedHash } from '../../../libs/registration/application/ports/password-hasher.js';
import { slowdownTo } from '../../support/processor-time.js';
import { FOREIGN_VECTORS, PASSWORD } from '../../support/registration/foreign-vectors.js';

const foreign = new KnownForeignHashes();
/** The same in every normal form. */
const PLAIN = 'nine seven lanterns';
const SALT = 'c2Vhc2FsdHNlYXNhbHQ5OQ';
const DIGEST = 'uK7Vp8iJScsn8TC7o73cv30nF+Dk8r2t0kt/YD6zTS0';
const BCRYPT = 'RQu2P.6kg.hMmj7ATMrpQuVkbj7Ct3Kd83LcIjWERgpYAJ1P9J4gW';

function accepted(hash: string): AcceptedHash {
  const read = foreign.accept(hash);
  if (!read.ok) throw new Error(`${read.error}: ${hash}`);
  return read.value;
}

describe('hashes of other systems', () => {
  it.each(FOREIGN_VECTORS)('belong to their password and to no other: %s', async (_made, password, hash) => {
    const { kept, decoy } = accepted(hash);
    const read = keptForeignHash(kept);
    expect(await read.belongsTo(password)).toBe(true);
    expect(await read.belongsTo(`x${password}`)).toBe(false);
    expect(await read.belongsTo('')).toBe(false);
    expect(read).toMatchObject({ kind: decoy.kind, work: decoy.work });
  });

  it('of bcrypt do not look at what follows 72 bytes, unless something was hashed before', async () => {
    const read = (of: string) =>
      keptForeignHash(accepted(FOREIGN_VECTORS.find(([made]) => made === of)?.[2] ?? '').kept);
    const cut = read('bcrypt 5.0 (Python) of the first 72 bytes, which is what bcrypt reads');
    expect(await cut.belongsTo('ü'.repeat(36))).toBe(true);
    expect(await cut.belongsTo(`${'ü'.repeat(36)}anything`)).toBe(true);
    expect(await cut.belongsTo('ü'.repeat(35))).toBe(false);
    const whole = read('Django 5.2 BCryptSHA256PasswordHasher');
    expect(await whole.belongsTo(PASSWORD.padEnd(80))).toBe(false);
  });

  it.each(FOREIGN_VECTORS)('have decoys of the same cost, which no password has: %s', async (_made, password, hash) => {
    const { kept, decoy } = accepted(hash);
    const read = keptForeignHash(decoy.hash);
    expect(read).toMatchObject({ kind: decoy.kind, work: decoy.work });
    expect(await read.belongsTo(password)).toBe(false);
    expect(decoy.hash.length).toBeLessThan(300);
    expect(accepted(hash).decoy.hash).not.toBe(decoy.hash);
    expect(kept.endsWith(hash)).toBe(true);
    await read.spend(decoy.work);
  });

  it.each([
    ['PBKDF2 with SHA-256', `pbkdf2_sha256$4000001$salt$${DIGEST}=`],
    ['PBKDF2 with SHA-512', `$pbkdf2-sha512$1000001$${SALT}$${DIGEST}`],
    ['PBKDF2 for a key of many blocks', `$pbkdf2$i=1000001,l=64$${SALT}$${DIGEST}${DIGEST.slice(0, 40)}`],
    ['bcrypt', `$2b$15$${BCRYPT}`],
    ['bcrypt of Django', `bcrypt_sha256$$2b$31$${BCRYPT}`],
    ['the memory of scrypt', `$scrypt$ln=18,r=8,p=1$${SALT}$${DIGEST}`],
    ['the memory of scrypt, written as Django does', `scrypt$1048576$salt$8$1$${DIGEST}=`],
    ['the lanes of scrypt', `$scrypt$ln=14,r=8,p=17$${SALT}$${DIGEST}`],
    ['blocks of scrypt', `$scrypt$ln=10,r=4096,p=1$${SALT}$${DIGEST}`],
    ['the memory of argon2', `$argon2id$v=19$m=131073,t=1,p=1$${SALT}$${DIGEST}`],
    ['passes of argon2', `$argon2i$v=19$m=1024,t=513,p=1$${SALT}$${DIGEST}`],
    ['the lanes of argon2', `argon2$argon2id$v=19$m=1024,t=1,p=17$${SALT}$${DIGEST}`],
  ])('are refused where verifying them would cost too much: %s', (_what, hash) => {
    expect(foreign.accept(hash)).toEqual({ ok: false, error: 'hash-too-costly' });
  });

  it.each([
    ['nothing', ''],
    ['a password', 'nine seven lanterns'],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['Django’s unusable password', '!nVbZ1Y9tX0pQ'],
    ['Django’s SHA-1', 'sha1$salt$da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['the mistaken bcrypt', `$2x$04$${BCRYPT}`],
    ['bcrypt of no cost', `$2b$03$${BCRYPT}`],
    ['bcrypt with bits to spare in its salt', `$2b$04$${BCRYPT.slice(0, 21)}/${BCRYPT.slice(22)}`],
    ['bcrypt with bits to spare in its digest', `$2b$04$${BCRYPT.slice(0, -1)}x`],
    ['base64 that is cut off', `$argon2id$v=19$m=1024,t=1,p=1$${SALT}$${DIGEST}AA`],
    ['padding that fills nothing', `$scrypt$ln=10,r=8,p=1$${SALT}=$${DIGEST}=`],
    ['a length that is not the digest’s', `$pbkdf2-sha256$i=1000,l=64$${SALT}$${DIGEST}`],
    ['a digest of Firebase that its signer key cannot make', `$firescrypt$ln=4,r=8,p=1$${SALT}==$${DIGEST}=$Bw==$AAAA`],
    ['bcrypt cut off', `$2b$04$${BCRYPT.slice(1)}`],
    ['bcrypt with more behind it', `$2b$04$${BCRYPT}x`],
    ['bcrypt with a line behind it', `$2b$04$${BCRYPT}\n`],
    ['no iterations', `pbkdf2_sha256$0$salt$${DIGEST}=`],
    ['another digest', `pbkdf2_md5$1000$salt$${DIGEST}=`],
    ['no digest', 'pbkdf2_sha256$1000$salt$'],
    ['a digest of one byte', 'pbkdf2_sha256$1000$salt$AA=='],
    ['an N that is no power of two', `scrypt$1000$salt$8$1$${DIGEST}=`],
    ['no blocks', `$scrypt$ln=10,r=0,p=1$${SALT}$${DIGEST}`],
    ['no lanes', `$scrypt$ln=10,r=8,p=0$${SALT}$${DIGEST}`],
    ['an N that is too large for one block', `$scrypt$ln=16,r=1,p=1$${SALT}$${DIGEST}`],
    ['the same written as Django does', `scrypt$1048576$salt$1$1$${DIGEST}=`],
    ['a salt that is too short for argon2', `$argon2id$v=19$m=1024,t=1,p=1$c2Vh$${DIGEST}`],
    ['less memory than lanes', `$argon2id$v=19$m=8,t=1,p=2$${SALT}$${DIGEST}`],
    ['a parameter twice', `$argon2id$v=19$m=1024,m=1024,p=1$${SALT}$${DIGEST}`],
    ['another argon2', `$argon2x$v=19$m=1024,t=1,p=1$${SALT}$${DIGEST}`],
    ['a version that never was', `$argon2id$v=18$m=1024,t=1,p=1$${SALT}$${DIGEST}`],
    ['one of ours that was exported', `foreign:bcrypt:$2b$04$${BCRYPT}`],
  ])('are refused where they are none that can be verified: %s', (_what, hash) => {
    expect(foreign.accept(hash)).toEqual({ ok: false, error: 'hash-unknown' });
  });

  it.each([
    ['the largest N of one block', `$scrypt$ln=15,r=1,p=1$${SALT}$${DIGEST}`],
    ['many blocks', `$scrypt$ln=1,r=9999,p=1$${SALT}$${DIGEST}`],
    ['many lanes', `$scrypt$ln=1,r=1,p=9999$${SALT}$${DIGEST}`],
    ['the least memory of argon2', `$argon2d$v=16$m=8,t=1,p=1$${SALT}$${DIGEST}`],
    ['the most lanes of argon2', `$argon2id$v=19$m=128,t=1,p=16$${SALT}$AAAAAA`],
    ['one iteration', `$pbkdf2$i=1$AA$${DIGEST}`],
  ])('can be computed if they are accepted, or no one could sign in any more: %s', async (_what, hash) => {
    const { kept, decoy } = accepted(hash);
    expect(await keptForeignHash(kept).belongsTo(PASSWORD)).toBe(false);
    expect(await keptForeignHash(decoy.hash).belongsTo(PASSWORD)).toBe(false);
    await keptForeignHash(kept).spend(decoy.work);
  });

  it('take no longer to refuse, however they are built', () => {
    const refuse = (part: string) => () => foreign.accept(part.repeat(20_000));
    const slowdown = slowdownTo(refuse('nine'));
    for (const part of ['$', 'pbkdf2_sha256$', '$argon2id$v=19$', 'm=1,', 'A', '.']) {
      expect(refuse(part)().ok).toBe(false);
      expect(slowdown(refuse(part), 50)).toBeLessThan(50);
    }
  });
});

describe('proving a password where hashes came from elsewhere', () => {
  const EMAIL = 'ada@example.org';
  let computed: number;
  const queue = new HashQueue({
    concurrency: 2,
    limit: 100,
    longestWaitSeconds: 60,
    observe: () => {
      computed += 1;
    },
  });
  const hasher = new Argon2PasswordHasher(queue, (application, email) =>
    Buffer.from(`${application}|${email}`.padEnd(16)).subarray(0, 16),
  );
  const matching = async (typed: string, hashes: readonly string[], decoys = [DEAREST.decoy]) => {
    computed = 0;
    return {
      found: await hasher.matching(typed, hashes, { application: 'default', priority: 'sign-in' }, decoys),
      computed,
    };
  };
  const DJANGO = FOREIGN_VECTORS[0]?.[2] ?? '';
  const CHEAP = accepted(DJANGO);
  const DEAREST = accepted(DJANGO.replace('$20000$', '$30000$'));
  const EQUAL = accepted(DJANGO.replace('sal$HN4Q', 'sal$HN4R'));

  it('computes our own hash and one of each kind, for every address', async () => {
    const own = await hasher.hashForAddress(PASSWORD, 'default', EMAIL);
    expect(await matching(PASSWORD, [own])).toEqual({ found: [0], computed: 2 });
    expect(await matching(PASSWORD, [])).toEqual({ found: [], computed: 2 });
    expect(await matching('another', [own])).toEqual({ found: [], computed: 2 });
    expect(await matching(PASSWORD, [DEAREST.kept])).toEqual({ found: [], computed: 2 });
    expect(await matching(PASSWORD, [CHEAP.kept], [EQUAL.decoy])).toEqual({ found: [0], computed: 2 });
    expect(await matching(PASSWORD, [own], [])).toEqual({ found: [0], computed: 1 });
  });

  it('tops a cheaper one up to the dearest', async () => {
    expect(await matching(PASSWORD, [CHEAP.kept])).toEqual({ found: [0], computed: 3 });
    expect(await matching('another', [CHEAP.kept])).toEqual({ found: [], computed: 3 });
  });

  it('pays for each kind that there is', async () => {
    const bcrypt = accepted(`$2b$04$${BCRYPT}`);
    const decoys = [DEAREST.decoy, bcrypt.decoy];
    expect(await matching(PASSWORD, [], decoys)).toEqual({ found: [], computed: 3 });
    expect(await matching(PASSWORD, [bcrypt.kept], decoys)).toEqual({ found: [0], computed: 3 });
  });

  it('pays a second for them together, however many kinds an application has and however dear they are', async () => {
    const spent: number[] = [];
    const dear = [
      `pbkdf2_sha1$1000000$salt$${DIGEST}=`,
      `pbkdf2_sha256$4000000$salt$${DIGEST}=`,
      `$pbkdf2-sha512$1000000$${SALT}$${DIGEST}`,
      `$2b$14$${BCRYPT}`,
      `$scrypt$ln=17,r=8,p=2$${SALT}$${DIGEST}`,
      `$argon2id$v=19$m=131072,t=4,p=1$${SALT}$${DIGEST}`,
    ].map(accepted);
    for (const hashes of [[], ...dear.map(({ kept }) => [kept])]) {
      const proof = new ForeignProof(
        PLAIN,
        hashes,
        dear.map(({ decoy }) => decoy),
      );
      let seconds = 0;
      await proof.matching(async (each) => {
        seconds += each;
        return false as never;
      });
      spent.push(seconds, proof.seconds);
    }
    for (const seconds of spent) expect(seconds).toBeCloseTo(MOST_DECOY_SECONDS, 3);
  });

  it('computes no more of an address’ own than two seconds’ worth', async () => {
    const dearest = accepted(`$2b$14$${BCRYPT}`);
    const proof = new ForeignProof(
      PLAIN,
      Array.from({ length: 50 }, () => dearest.kept),
      [dearest.decoy],
    );
    expect(proof.seconds).toBe(2);
  });

  it('finds which of several it is, in their order', async () => {
    const own = await hasher.hashForAddress(PASSWORD, 'default', EMAIL);
    expect((await matching(PASSWORD, [DEAREST.kept, own, CHEAP.kept])).found).toEqual([1, 2]);
  });

  it('takes the password in the other normal form too, at a cost that is the same for everybody', async () => {
    const { argon2id, hash } = await import('argon2');
    const [composed, decomposed] = ['crème brûlée'.normalize('NFC'), 'crème brûlée'.normalize('NFD')];
    const cost = { type: argon2id, memoryCost: 1024, timeCost: 2, parallelism: 1 } as const;
    for (const [made, typed] of [
      [composed, decomposed],
      [decomposed, composed],
      [composed, composed],
    ] as const) {
      const theirs = accepted(await hash(made, cost));
      expect(await matching(typed, [theirs.kept], [theirs.decoy])).toEqual({ found: [0], computed: 3 });
    }
    const theirs = accepted(await hash(composed, cost));
    expect(await matching('crème caramel', [theirs.kept], [theirs.decoy])).toEqual({ found: [], computed: 3 });
    expect(await matching('crème caramel', [], [theirs.decoy])).toEqual({ found: [], computed: 3 });
    expect(await matching('creme caramel', [], [theirs.decoy])).toEqual({ found: [], computed: 2 });
  });

  it('takes the password as it was typed, which is what others have hashed', async () => {
    const typed = 'ﬁnely composed';
    const own = await hasher.hashForAddress(typed.normalize('NFKC'), 'default', EMAIL);
    const { argon2id, hash } = await import('argon2');
    const theirs = accepted(await hash(typed, { type: argon2id, memoryCost: 1024, timeCost: 2, parallelism: 1 }));
    expect((await matching(typed, [own, theirs.kept], [])).found).toEqual([0, 1]);
    expect((await matching(typed.normalize('NFKC'), [own, theirs.kept], [])).found).toEqual([0]);
  });

  it('finds them outdated, at our own cost too', async () => {
    const same = FOREIGN_VECTORS.find(([made]) => made === 'argon2-cffi 25.1, the cost of ours')?.[2] ?? '';
    expect(hasher.isOutdated(accepted(same).kept, 'default', EMAIL)).toBe(true);
    expect(hasher.isOutdated(await hasher.hashForAddress(PASSWORD, 'default', EMAIL), 'default', EMAIL)).toBe(false);
  });
});
