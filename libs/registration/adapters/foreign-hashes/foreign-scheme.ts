import type { Result } from '@gatehouse/kernel';
import type { HashFault } from '../../application/ports/password-hasher.js';

/** A hash of another system, taken apart. */
export interface ForeignHash {
  /** Hashes of one kind differ in cost and salt alone, so that one can be topped up to another's cost. */
  readonly kind: string;
  /** What computing it costs, in a unit of the kind's own that grows with the time it takes. */
  readonly work: number;
  /** Seconds of one core that a unit of `work` takes, by estimate: at most one second for any hash that is taken. */
  readonly secondsPerWork: number;
  /** The same parameters with a random salt and digest. */
  readonly decoy: () => string;
  readonly belongsTo: (password: string) => Promise<boolean>;
  /** Spends about so much work, for nothing. */
  readonly spend: (work: number) => Promise<void>;
}

/** Reads the hashes of one scheme; null for what is of another one. */
export type ForeignScheme = (text: string) => Result<ForeignHash, HashFault> | null;

/** What no bytes have: one character too many, or padding that does not fill the last group. */
const isCut = (text: string): boolean => (text.includes('=') ? text.length % 4 !== 0 : text.length % 4 === 1);

/**
 * Standard base64, with or without padding; of the alphabet of crypt(3) and passlib, `.` stands for `+`. Null for what is cut off:
 * no password would ever have such a digest.
 */
export const fromBase64 = (text: string): Buffer | null =>
  isCut(text) ? null : Buffer.from(text.replaceAll('.', '+'), 'base64');

export const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
