import { randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok } from '@gatehouse/kernel';
import { argon2d, argon2i, argon2id, hash } from 'argon2';
import { type ForeignScheme, fromBase64, unpadded } from './foreign-scheme.js';

const TYPES = { argon2d, argon2i, argon2id } as const;
/** KiB of one computation. */
const MOST_MEMORY = 128 * 1024;
/** KiB times passes, about a second of one core. */
const MOST_WORK = 2 ** 19;
const MOST_LANES = 16;
/** What argon2 itself asks for. */
const SHORTEST_SALT = 8;
const SHORTEST_DIGEST = 4;

/** The PHC format, alone or behind the name that Django writes before it; without a version it is the first, 16. */
const FORM =
  /^(?:argon2)?\$(argon2(?:d|i|id))\$(?:v=(16|19)\$)?([mtp]=\d{1,9}(?:,[mtp]=\d{1,9}){2})\$([A-Za-z0-9+/]{1,171}={0,2})\$([A-Za-z0-9+/]{1,172}={0,2})$/;

export const argon2Scheme: ForeignScheme = (text) => {
  const [, name, version = '16', parameters = '', salt, digest] = FORM.exec(text) ?? [];
  if (!name || !salt || !digest) return null;
  const costs = new Map(parameters.split(',').map((cost) => [cost.slice(0, 1), Number(cost.slice(2))]));
  const [memoryCost, timeCost, parallelism] = [costs.get('m') ?? 0, costs.get('t') ?? 0, costs.get('p') ?? 0];
  const cost = { type: TYPES[name as keyof typeof TYPES], version: Number(version), memoryCost, timeCost, parallelism };
  const settings = `$${name}$v=${version}$${parameters}`;
  return read(cost, settings, fromBase64(salt), fromBase64(digest));
};

interface Cost {
  readonly type: 0 | 1 | 2;
  readonly version: number;
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

function read(cost: Cost, settings: string, salt: Buffer | null, digest: Buffer | null): ReturnType<ForeignScheme> {
  if (!salt || !digest) return err('hash-unknown');
  const { memoryCost, timeCost, parallelism } = cost;
  const isSound = timeCost > 0 && parallelism > 0 && memoryCost >= 8 * parallelism;
  if (!isSound || salt.length < SHORTEST_SALT || digest.length < SHORTEST_DIGEST) return err('hash-unknown');
  const work = memoryCost * timeCost;
  if (work > MOST_WORK || memoryCost > MOST_MEMORY || parallelism > MOST_LANES) return err('hash-too-costly');
  const compute = (password: string, other: Partial<Cost> = {}) =>
    hash(password, { ...cost, ...other, salt, hashLength: digest.length, raw: true });
  return ok({
    kind: 'argon2',
    work,
    secondsPerWork: 1 / MOST_WORK,
    decoy: () => `${settings}$${unpadded(randomBytes(salt.length))}$${unpadded(randomBytes(digest.length))}`,
    belongsTo: async (password) => timingSafeEqual(await compute(password), digest),
    spend: async (rest) => {
      const passes = Math.max(1, Math.ceil(rest / MOST_MEMORY));
      const memory = Math.max(8 * parallelism, Math.floor(rest / passes));
      await compute('', { memoryCost: memory, timeCost: passes });
    },
  });
}
