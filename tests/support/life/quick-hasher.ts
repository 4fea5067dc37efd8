import type {
  HashPlace,
  HashTurn,
  PasswordHasher,
} from '../../../libs/registration/application/ports/password-hasher.js';

const PREFIX = 'quick:';

/** Hashes that cost nothing and can be read: for tests that are about everything but hashing. */
export class QuickHasher implements PasswordHasher {
  takePlace(turn: HashTurn): HashPlace {
    return { ...turn, leave: () => undefined };
  }

  async hashForAddress(password: string): Promise<string> {
    return PREFIX + password;
  }

  ofNoPassword(): string {
    return 'none';
  }

  isOutdated(): boolean {
    return false;
  }

  async matching(password: string, hashes: readonly string[]): Promise<number[]> {
    return hashes.flatMap((hash, index) => (hash === PREFIX + password ? [index] : []));
  }
}

/** Empty where no password opens it. */
export const passwordOf = (hash: string): string => (hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : '');
