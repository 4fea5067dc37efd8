import { timingSafeEqual } from 'node:crypto';
import { argon2id, hash } from 'argon2';
import type { HashPriority, PasswordHasher } from '../../application/ports/password-hasher.js';
import type { HashQueue } from './hash-queue.js';
import { type PhcString, parsePhc } from './phc-string.js';

/** OWASP's floor for argon2id: memory in KiB, passes, lanes. */
export const ARGON2_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const DUMMY: PhcString = { ...ARGON2_COST, salt: Buffer.alloc(16, 7), digest: Buffer.alloc(32) };

export class Argon2PasswordHasher implements PasswordHasher {
  constructor(
    private readonly queue: HashQueue,
    private readonly saltFor: (application: string, email: string) => Buffer,
  ) {}

  hashForAddress(password: string, application: string, email: string): Promise<string> {
    const salt = this.saltFor(application, email);
    return this.queue.run('sign-up', () => hash(password, { type: argon2id, ...ARGON2_COST, salt }));
  }

  async matching(password: string, hashes: readonly string[], priority: HashPriority): Promise<number[]> {
    const parsed = hashes.map(parsePhc);
    const computed = new Map<string, Buffer>();
    for (const phc of parsed.length > 0 ? parsed : [DUMMY]) {
      const salted = saltKey(phc);
      if (!computed.has(salted)) computed.set(salted, await this.#digest(password, phc, priority));
    }
    return parsed.flatMap((phc, index) => {
      const digest = computed.get(saltKey(phc));
      return digest && digest.length === phc.digest.length && timingSafeEqual(digest, phc.digest) ? [index] : [];
    });
  }

  #digest(password: string, phc: PhcString, priority: HashPriority): Promise<Buffer> {
    const { memoryCost, timeCost, parallelism, salt, digest } = phc;
    const cost = { memoryCost, timeCost, parallelism, hashLength: digest.length };
    return this.queue.run(priority, () => hash(password, { type: argon2id, ...cost, salt, raw: true }));
  }
}

/** Hashes of the same salt and cost have the same digest for the same password. */
const saltKey = ({ memoryCost, timeCost, parallelism, salt, digest }: PhcString): string =>
  `${memoryCost},${timeCost},${parallelism},${digest.length},${salt.toString('base64')}`;
