import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id, hash } from 'argon2';
import type {
  HashDecoy,
  HashPlace,
  HashPriority,
  HashTurn,
  PasswordHasher,
} from '../../application/ports/password-hasher.js';
import { normalizePassword } from '../../domain/password.js';
import { isForeign } from '../foreign-hashes/known-foreign-hashes.js';
import { ForeignProof } from './foreign-proof.js';
import type { ComputeInTurn, HashQueue } from './hash-queue.js';

type Argon2Cost = Pick<PhcString, 'memoryCost' | 'timeCost' | 'parallelism'>;

/** OWASP's floor for argon2id: memory in KiB, passes, lanes. */
const ARGON2_COST: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const DIGEST_BYTES = 32;
const SALT_BYTES = 16;

type Salted = Omit<PhcString, 'digest'>;
type IndexedHash = PhcString & { readonly index: number };

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

  /** For one hash: what a proof costs beyond that is known when its hashes have been read. */
  takePlace(turn: HashTurn): HashPlace {
    return this.queue.takePlace(turn, secondsOf(this.cost));
  }

  async hashForAddress(
    password: string,
    application: string,
    email: string,
    turn: HashPriority | HashPlace = 'sign-up',
  ): Promise<string> {
    const salted = { ...this.cost, salt: this.saltFor(application, email) };
    const seconds = secondsOf(salted);
    const digest = await this.queue.run(
      typeof turn === 'string' ? { application, priority: turn } : turn,
      seconds,
      (compute) => compute(seconds, () => digestOf(password, salted, DIGEST_BYTES)),
    );
    return formatPhc({ ...salted, digest });
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

  /** All that is asked for is computed, in the same order whatever is found: its duration reveals nothing. */
  async matching(
    typed: string,
    hashes: readonly string[],
    turn: HashTurn,
    decoys: readonly HashDecoy[],
  ): Promise<number[]> {
    const own = this.#salted(hashes);
    const foreign = new ForeignProof(typed, hashes, decoys);
    const seconds = [...own.values()].reduce((sum, [phc]) => sum + secondsOf(phc), foreign.seconds);
    return this.queue.run(turn, seconds, async (compute) => {
      const found = await matchingOwn(normalizePassword(typed), own, compute);
      return [...found, ...(await foreign.matching(compute))].sort((a, b) => a - b);
    });
  }

  /** Our own hashes by salt and cost, the dummy where there is none. */
  #salted(hashes: readonly string[]): Map<string, [PhcString, ...IndexedHash[]]> {
    const salted = new Map<string, [PhcString, ...IndexedHash[]]>();
    for (const [index, hash] of hashes.entries()) {
      if (isForeign(hash)) continue;
      const phc = { index, ...parsePhc(hash) };
      const same = salted.get(saltKey(phc));
      if (same) same.push(phc);
      else salted.set(saltKey(phc), [phc, phc]);
    }
    return salted.size > 0 ? salted : new Map([['', [this.#dummy]]]);
  }
}

/** One computation for one salt, compared with each hash that has it. */
async function matchingOwn(
  password: string,
  salted: ReadonlyMap<string, readonly [PhcString, ...IndexedHash[]]>,
  compute: ComputeInTurn,
): Promise<number[]> {
  const found: number[] = [];
  for (const [phc, ...hashes] of salted.values()) {
    const digest = await compute(secondsOf(phc), () => digestOf(password, phc, phc.digest.length));
    found.push(...hashes.filter((each) => timingSafeEqual(digest, each.digest)).map(({ index }) => index));
  }
  return found;
}

/** By estimate, of one core: about 25 ms for OWASP's floor, and as much again on a slower machine. */
const secondsOf = ({ memoryCost, timeCost }: Argon2Cost): number => memoryCost * timeCost * 1e-6;

const digestOf = (
  password: string,
  { memoryCost, timeCost, parallelism, salt }: Salted,
  hashLength: number,
): Promise<Buffer> =>
  hash(password, { type: argon2id, memoryCost, timeCost, parallelism, hashLength, salt, raw: true });

/** Hashes of the same salt and cost have the same digest for the same password. */
const saltKey = ({ memoryCost, timeCost, parallelism, salt, digest }: PhcString): string =>
  `${memoryCost},${timeCost},${parallelism},${digest.length},${salt.toString('base64')}`;

/** An argon2id hash, taken apart: cost, salt and digest. */
interface PhcString {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const ARGON2ID = /^\$argon2id\$v=19\$([a-z]=\d+(?:,[a-z]=\d+)*)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Reads `$argon2id$v=19$m=…,t=…,p=…$salt$digest` (the PHC string format). Libraries disagree about the parameters'
 * order, so any is read.
 * @throws Error for anything else: such a row was not written by this service
 */
export function parsePhc(text: string): PhcString {
  const [, parameters = '', salt, digest] = ARGON2ID.exec(text) ?? [];
  const costs = new Map(parameters.split(',').map((cost) => [cost.slice(0, 1), Number(cost.slice(2))]));
  const [memoryCost, timeCost, parallelism] = [costs.get('m'), costs.get('t'), costs.get('p')];
  if (!memoryCost || !timeCost || !parallelism || costs.size !== 3 || !salt || !digest) {
    throw new Error('Not an argon2id PHC string');
  }
  return {
    memoryCost,
    timeCost,
    parallelism,
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
}

/** Writes it with the parameters in the order of argon2's reference implementation, which reads no other. */
export const formatPhc = ({ memoryCost, timeCost, parallelism, salt, digest }: PhcString): string =>
  `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${unpadded(salt)}$${unpadded(digest)}`;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
