import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id, hash } from 'argon2';
import type { HashPriority, PasswordHasher } from '../../application/ports/password-hasher.js';
import type { HashQueue } from './hash-queue.js';
import { formatPhc, type PhcString, parsePhc } from './phc-string.js';

/** OWASP's floor for argon2id: memory in KiB, passes, lanes. */
export const ARGON2_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const DIGEST_BYTES = 32;
const SALT_BYTES = 16;

type Salted = Omit<PhcString, 'digest'>;

const DUMMY: PhcString = { ...ARGON2_COST, salt: Buffer.alloc(SALT_BYTES, 7), digest: Buffer.alloc(DIGEST_BYTES) };

export class Argon2PasswordHasher implements PasswordHasher {
  constructor(
    private readonly queue: HashQueue,
    private readonly saltFor: (application: string, email: string) => Buffer,
  ) {}

  async hashForAddress(
    password: string,
    application: string,
    email: string,
    priority: HashPriority = 'sign-up',
  ): Promise<string> {
    const salted = { ...ARGON2_COST, salt: this.saltFor(application, email) };
    return formatPhc({ ...salted, digest: await this.#digest(password, salted, DIGEST_BYTES, priority) });
  }

  ofNoPassword(application: string, email: string): string {
    return formatPhc({ ...ARGON2_COST, salt: this.saltFor(application, email), digest: randomBytes(DIGEST_BYTES) });
  }

  isOutdated(hash: string, application: string, email: string): boolean {
    const { memoryCost, timeCost, parallelism, salt, digest } = parsePhc(hash);
    return (
      !salt.equals(this.saltFor(application, email)) ||
      memoryCost !== ARGON2_COST.memoryCost ||
      timeCost !== ARGON2_COST.timeCost ||
      parallelism !== ARGON2_COST.parallelism ||
      digest.length !== DIGEST_BYTES
    );
  }

  async matching(password: string, hashes: readonly string[], priority: HashPriority): Promise<number[]> {
    const parsed = hashes.map(parsePhc);
    const computed = new Map<string, Buffer>();
    for (const phc of parsed.length > 0 ? parsed : [DUMMY]) {
      const salted = saltKey(phc);
      if (!computed.has(salted)) computed.set(salted, await this.#digest(password, phc, phc.digest.length, priority));
    }
    return parsed.flatMap((phc, index) => {
      const digest = computed.get(saltKey(phc));
      return digest && digest.length === phc.digest.length && timingSafeEqual(digest, phc.digest) ? [index] : [];
    });
  }

  #digest(
    password: string,
    { memoryCost, timeCost, parallelism, salt }: Salted,
    hashLength: number,
    priority: HashPriority,
  ): Promise<Buffer> {
    const cost = { memoryCost, timeCost, parallelism, hashLength };
    return this.queue.run(priority, () => hash(password, { type: argon2id, ...cost, salt, raw: true }));
  }
}

/** Hashes of the same salt and cost have the same digest for the same password. */
const saltKey = ({ memoryCost, timeCost, parallelism, salt, digest }: PhcString): string =>
  `${memoryCost},${timeCost},${parallelism},${digest.length},${salt.toString('base64')}`;
