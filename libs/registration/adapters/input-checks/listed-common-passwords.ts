import { dictionary } from '@zxcvbn-ts/language-common';
import type { CommonPasswords } from '../../application/ports/input-checks.js';

const MOST_COMMON = 10_000;

/** The 10,000 most common passwords, as the zxcvbn-ts project ranks them. */
export class ListedCommonPasswords implements CommonPasswords {
  readonly #passwords = new Set(dictionary['passwords-common']?.slice(0, MOST_COMMON));

  has(password: string): boolean {
    return this.#passwords.has(password);
  }
}
