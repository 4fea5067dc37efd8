/** Who is hashed first when there are more requests than cores: those who are further on their way. */
export type HashPriority = 'activation' | 'sign-in' | 'sign-up';

/** Turns passwords into PHC strings and back into a yes or no. All methods throw `Overloaded` when too many wait. */
export interface PasswordHasher {
  /**
   * Hashes the password of a pending registration. All pending registrations of one address share a secret salt,
   * so that one computation tells which of them a password belongs to (ADR-0012).
   */
  hashForAddress(password: string, application: string, email: string): Promise<string>;

  /** Hashes a password with a salt of its own: what an account has from its first change of password on. */
  hash(password: string): Promise<string>;

  /** Whether a hash was made at another cost than new ones are. */
  isOutdated(hash: string): boolean;

  /** Indexes of the hashes that belong to the password. Costs one computation for one salt, and one for no hash at all. */
  matching(password: string, hashes: readonly string[], priority: HashPriority): Promise<number[]>;
}
