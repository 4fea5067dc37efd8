/** An argon2id hash, taken apart: cost, salt and digest. */
export interface PhcString {
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
