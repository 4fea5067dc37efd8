import type { Result } from '@gatehouse/kernel';

/** Why a hash that another system has made cannot be taken over. */
export type HashFault = 'hash-unknown' | 'hash-too-costly';

/**
 * The dearest hash of its kind that an application has, without the password: anyone who proves a password there pays for
 * one of each kind, so that its duration does not tell whose hash came from elsewhere (ADR-0038).
 */
export interface HashDecoy {
  /** Such as `bcrypt`. */
  readonly kind: string;
  /** What one comparison costs; to be compared within a kind alone. */
  readonly work: number;
  /** A hash of that cost, which no password has. */
  readonly hash: string;
}

export interface AcceptedHash {
  /** The form in which it is kept, and which `PasswordHasher` knows. */
  readonly kept: string;
  readonly decoy: HashDecoy;
}

/** What can be done with hashes that other systems have made, before anybody proves a password. */
export interface ForeignHashes {
  /** Reads a hash in the form of Django, of the PHC string format, or of crypt(3) for bcrypt. */
  accept(hash: string): Result<AcceptedHash, HashFault>;
}
