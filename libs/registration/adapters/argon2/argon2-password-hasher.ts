import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id, hash } from 'argon2';
import type { HashDecoy } from '../../application/ports/foreign-hashes.js';
import type { HashPriority, PasswordHasher } from '../../application/ports/password-hasher.js';
import { normalizePassword } from '../../domain/password.js';
import type { ForeignHash } from '../foreign-hashes/foreign-scheme.js';
import { isForeign, keptForeignHash } from '../foreign-hashes/known-foreign-hashes.js';
import type { HashQueue } from './hash-queue.js';
import { formatPhc, type PhcString, parsePhc } from './phc-string.js';

export type Argon2Cost = Pick<PhcString, 'memoryCost' | 'timeCost' | 'parallelism'>;

/** OWASP's floor for argon2id: memory in KiB, passes, lanes. */
export const ARGON2_COST: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const DIGEST_BYTES = 32;
const SALT_BYTES = 16;

type Salted = Omit<PhcString, 'digest'>;

export class Argon2PasswordHasher implements PasswordHasher {
  /** What is computed where there is no hash to compare with. */
  readonly #dummy: PhcString;

  constructor(
    private readonly queue: HashQueue,
    private readonly saltFor: (application: string, email: string) => Buffer,
    private readonly cost: Argon2Cost = ARGON2_COST,
  ) {
    this.#dummy = { ...cost, salt: Buffer.alloc(SALT_BYTES, 7), digest: Buffer.alloc(DIGEST_BYTES) };
  }

  async hashForAddress(
    password: string,
    application: string,
    email: string,
    priority: HashPriority = 'sign-up',
  ): Promise<string> {
    const salted = { ...this.cost, salt: this.saltFor(application, email) };
    return formatPhc({ ...salted, digest: await this.#digest(password, salted, DIGEST_BYTES, priority) });
  }

  ofNoPassword(application: string, email: string): string {
    return formatPhc({ ...this.cost, salt: this.saltFor(application, email), digest: randomBytes(DIGEST_BYTES) });
  }

  isOutdated(hash: string, application: string, email: string): boolean {
    if (isForeign(hash)) return true;
    const { memoryCost, timeCost, parallelism, salt, digest } = parsePhc(hash);
    return (
      !salt.equals(this.saltFor(application, email)) ||
      memoryCost !== this.cost.memoryCost ||
      timeCost !== this.cost.timeCost ||
      parallelism !== this.cost.parallelism ||
      digest.length !== DIGEST_BYTES
    );
  }

  /** All that is asked for is computed, in the same order whatever is found: its duration tells nothing. */
  async matching(
    typed: string,
    hashes: readonly string[],
    priority: HashPriority,
    decoys: readonly HashDecoy[],
  ): Promise<number[]> {
    const own = await this.#matchingOwn(normalizePassword(typed), hashes, priority);
    const foreign = await this.#matchingForeign(typed, hashes, priority, decoys);
    return [...own, ...foreign].sort((a, b) => a - b);
  }

  async #matchingOwn(password: string, hashes: readonly string[], priority: HashPriority): Promise<number[]> {
    const parsed = hashes.flatMap((hash, index) => (isForeign(hash) ? [] : [{ index, ...parsePhc(hash) }]));
    const computed = new Map<string, Buffer>();
    for (const phc of parsed.length > 0 ? parsed : [this.#dummy]) {
      const salted = saltKey(phc);
      if (!computed.has(salted)) computed.set(salted, await this.#digest(password, phc, phc.digest.length, priority));
    }
    return parsed.flatMap((phc) => {
      const digest = computed.get(saltKey(phc));
      return digest && digest.length === phc.digest.length && timingSafeEqual(digest, phc.digest) ? [phc.index] : [];
    });
  }

  /** What is cheaper than its kind's dearest is topped up to it. */
  async #matchingForeign(
    typed: string,
    hashes: readonly string[],
    priority: HashPriority,
    decoys: readonly HashDecoy[],
  ): Promise<number[]> {
    const parsed = hashes.flatMap((hash, index) => (isForeign(hash) ? [{ index, hash: keptForeignHash(hash) }] : []));
    const found: number[] = [];
    for (const { index, hash } of parsed) {
      if (await this.queue.run(priority, () => hash.belongsTo(typed))) found.push(index);
    }
    for (const { kind, work, hash: decoy } of decoys) {
      const mine = parsed.filter(({ hash }) => hash.kind === kind).map(({ hash }) => hash);
      const missing = work - mine.reduce((spent, hash) => spent + hash.work, 0);
      if (mine[0] === undefined) await this.queue.run(priority, () => keptForeignHash(decoy).belongsTo(typed));
      else if (missing > 0) await this.queue.run(priority, () => (mine[0] as ForeignHash).spend(missing));
    }
    return found;
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
