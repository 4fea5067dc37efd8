import { argon2id, hash, verify } from 'argon2';
import {
  Argon2PasswordHasher,
  formatPhc,
  parsePhc,
} from '../../../libs/registration/adapters/argon2/argon2-password-hasher.js';
import { HashQueue } from '../../../libs/registration/adapters/argon2/hash-queue.js';
import type { HashPriority } from '../../../libs/registration/application/ports/password-hasher.js';

const PASSWORD = 'correct horse battery';
const EMAIL = 'ada@example.org';
const ACTIVATION = { application: 'default', priority: 'activation' } as const;

describe('hashing passwords with argon2id', () => {
  let computed: HashPriority[];
  let hasher: Argon2PasswordHasher;

  beforeEach(() => {
    computed = [];
    const queue = new HashQueue({
      concurrency: 2,
      limit: 100,
      longestWaitSeconds: 60,
      observe: (priority) => computed.push(priority),
    });
    hasher = new Argon2PasswordHasher(queue, (application, email) =>
      Buffer.from(`${application}|${email}`.padEnd(16)).subarray(0, 16),
    );
  });

  const forAda = (password: string) => hasher.hashForAddress(password, 'default', EMAIL);
  const elsewhere = (password: string) =>
    hash(password, { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const matching = async (password: string, hashes: readonly string[]) => {
    computed = [];
    return { found: await hasher.matching(password, hashes, ACTIVATION, []), computations: computed.length };
  };

  it('writes PHC strings with OWASP’s least cost, which any argon2 verifies', async () => {
    const phc = await forAda(PASSWORD);
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verify(phc, PASSWORD)).toBe(true);
    expect(await verify(phc, `${PASSWORD} `)).toBe(false);
    expect(computed).toEqual(['sign-up']);
  });

  it('finds which of several hashes of one salt belong to a password, at the price of one', async () => {
    const hashes = await Promise.all([
      forAda('another of them'),
      forAda(PASSWORD),
      forAda('a third'),
      forAda(PASSWORD),
    ]);
    expect(await matching(PASSWORD, hashes)).toEqual({ found: [1, 3], computations: 1 });
    expect(await matching('none of them', hashes)).toEqual({ found: [], computations: 1 });
  });

  it('computes once even without any hash, so that the time shows no difference', async () => {
    expect(await matching(PASSWORD, [])).toEqual({ found: [], computations: 1 });
  });

  it('computes once for every salt', async () => {
    const hashes = [
      await forAda(PASSWORD),
      await elsewhere(PASSWORD),
      await elsewhere('another'),
      await forAda('another'),
    ];
    expect(await matching(PASSWORD, hashes)).toEqual({ found: [0, 1], computations: 3 });
  });

  it('computes apart what differs in cost or length, whatever the salt', async () => {
    const salt = parsePhc(await forAda(PASSWORD)).salt;
    const cheaper = await hash(PASSWORD, { type: argon2id, memoryCost: 1_024, timeCost: 1, parallelism: 1, salt });
    const longer = await hash(PASSWORD, {
      type: argon2id,
      memoryCost: 1_024,
      timeCost: 1,
      parallelism: 1,
      salt,
      hashLength: 64,
    });
    expect(await matching(PASSWORD, [await forAda(PASSWORD), cheaper, longer])).toEqual({
      found: [0, 1, 2],
      computations: 3,
    });
  });

  it('waits with the priority of the caller', async () => {
    await hasher.matching(PASSWORD, [], { application: 'default', priority: 'sign-in' }, []);
    await hasher.matching(PASSWORD, [await forAda(PASSWORD)], ACTIVATION, []);
    expect(computed).toEqual(['sign-in', 'sign-up', 'activation']);
  });

  it.each([
    ['128 code points', '🐎'.repeat(128), `${'🐎'.repeat(127)}🔋`],
    ['a colon', 'user:pass', 'user:past'],
    ['an inner NUL', 'a\u0000b', 'a\u0000c'],
  ])('counts every character, the last one too: %s', async (_, password, other) => {
    const hashes = [await forAda(password)];
    expect((await matching(password, hashes)).found).toEqual([0]);
    expect((await matching(other, hashes)).found).toEqual([]);
  });
});

describe('a PHC string', () => {
  const text = '$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, (_, index) => index));

  it('is read and written alike', () => {
    const phc = parsePhc(text);
    expect(phc).toEqual({ memoryCost: 19_456, timeCost: 2, parallelism: 1, salt: bytes(16), digest: bytes(32) });
    expect(formatPhc(phc)).toBe(text);
  });

  it('is read with its costs in any order, and written in the one that argon2’s own library reads', () => {
    expect(formatPhc(parsePhc(text.replace('m=19456,t=2,p=1', 'm=19456,p=1,t=2')))).toBe(text);
  });

  it.each([
    '',
    'correct horse battery',
    '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
    text.replace('argon2id', 'argon2i'),
    text.replace('v=19', 'v=16'),
    text.replace('m=19456,', ''),
    text.replace('m=19456', 'm=0'),
    text.replace('p=1', 'p=1,x=1'),
    text.replace('t=2', 't=two'),
    text.slice(0, text.lastIndexOf('$')),
    `${text}$`,
    ` ${text}`,
  ])('is not %j', (other) => {
    expect(() => parsePhc(other)).toThrow('Not an argon2id PHC string');
  });
});
