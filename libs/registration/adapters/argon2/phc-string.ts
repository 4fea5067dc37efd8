/** An argon2id hash, taken apart: cost, salt and digest. */
export interface PhcString {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const ARGON2ID = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Reads `$argon2id$v=19$m=…,t=…,p=…$salt$digest` (the PHC string format).
 * @throws Error for anything else: such a row was not written by this service
 */
export function parsePhc(text: string): PhcString {
  const [, memory, time, lanes, salt, digest] = ARGON2ID.exec(text) ?? [];
  if (!memory || !time || !lanes || !salt || !digest) throw new Error('Not an argon2id PHC string');
  return {
    memoryCost: Number(memory),
    timeCost: Number(time),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
}
