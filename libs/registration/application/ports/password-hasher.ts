import type { Result } from '@gatehouse/kernel';

/** Who is hashed first when there are more requests than cores: those who are further on their way. */
export type HashPriority = 'activation' | 'sign-in' | 'sign-up';

export interface HashTurn {
  /** Turns are fair among applications. */
  readonly application: string;
  readonly priority: HashPriority;
}

/** Room for the hashes of one call, kept until they are computed. */
export interface HashPlace extends HashTurn {
  /** To be called however the call ends; where its hashes were computed, it changes nothing. */
  leave(): void;
}

/** Turns passwords into PHC strings and back into a yes or no. What computes throws `Overloaded` when too many wait. */
export interface PasswordHasher {
  /**
   * Keeps room for the hashes of a call before anything is read or written for it: one that is refused costs nothing, and is not
   * refused any more when its statements have run. Whether there is room depends on nobody's address.
   * @throws Overloaded when too many wait
   */
  takePlace(turn: HashTurn): HashPlace;

  /**
   * Hashes a password for an address. All passwords of one address share a secret salt, so that one computation shows
   * whose a password is, however many have registered the address (ADR-0012).
   * @param email canonical form
   * @param turn a place of the same application, if one was taken: by default it has to find room now, as a sign-up
   */
  hashForAddress(
    password: string,
    application: string,
    email: string,
    turn?: HashPriority | HashPlace,
  ): Promise<string>;

  /** A hash that no password has, and that costs as much to compare with as any: of an account without a password. */
  ofNoPassword(application: string, email: string): string;

  /** Whether a hash was made at another cost than new ones are, with another salt than its address has now, or elsewhere. */
  isOutdated(hash: string, application: string, email: string): boolean;

  /**
   * Indexes of the hashes that belong to the password, ascending. Costs one computation for one salt, one for no hash at
   * all, and then what the decoys cost together, up to a second.
   * @param typed as the person typed it: our own hashes are of its normal form, others were made of what came
   * @param turn a place, if one was taken
   * @param decoys the application's
   */
  matching(typed: string, hashes: readonly string[], turn: HashTurn, decoys: readonly HashDecoy[]): Promise<number[]>;
}

/** Why a hash that another system has made cannot be taken over. */
export type HashFault = 'hash-unknown' | 'hash-too-costly';

/**
 * The most expensive hash of its kind that an application has, without the password: anyone who proves a password there pays for
 * one of each kind, so that its duration does not reveal whose hash was imported (ADR-0038).
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
