/** Who is hashed first when there are more requests than cores: those who are further on their way. */
export type HashPriority = 'activation' | 'sign-in' | 'sign-up';

/** Turns passwords into PHC strings and back into a yes or no. All methods throw `Overloaded` when too many wait. */
export interface PasswordHasher {
  /**
   * Hashes a password for an address. All passwords of one address share a secret salt, so that one computation tells
   * whose a password is, however many have registered the address (ADR-0012).
   * @param email canonical form
   */
  hashForAddress(password: string, application: string, email: string, priority?: HashPriority): Promise<string>;

  /** A hash that no password has, and that costs as much to compare with as any: of an account without a password. */
  ofNoPassword(application: string, email: string): string;

  /** Whether a hash was made at another cost than new ones are, or with another salt than its address has now. */
  isOutdated(hash: string, application: string, email: string): boolean;

  /** Indexes of the hashes that belong to the password. Costs one computation for one salt, and one for no hash at all. */
  matching(password: string, hashes: readonly string[], priority: HashPriority): Promise<number[]>;
}
