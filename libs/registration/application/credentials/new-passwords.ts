import { err, type FieldError, ok, type Result } from '@gatehouse/kernel';
import { acceptPassword, type PasswordPolicy } from '../../domain/password.js';
import type { BreachedPasswords, CommonPasswords } from '../ports/input-checks.js';
import { passwordBreached, passwordFault } from './field-faults.js';

/** Whose password it is to be: what it must not be built from. */
interface PasswordOwner {
  readonly email: string;
  readonly name?: string | null | undefined;
  readonly surname?: string | null | undefined;
  /** Of the application, as people know it. */
  readonly applicationName: string;
}

/** The rules for a new password, the same wherever one is chosen. */
export class NewPasswords {
  constructor(
    private readonly commonPasswords: CommonPasswords,
    private readonly breachedPasswords: BreachedPasswords,
  ) {}

  /** Answers the password in the form that is hashed. @param pointer the field of the request that holds it */
  accept(typed: string, owner: PasswordOwner, policy: PasswordPolicy, pointer: string): Result<string, FieldError> {
    const { email, applicationName, name, surname } = owner;
    const words = [email, applicationName, name ?? '', surname ?? ''];
    const accepted = acceptPassword(typed, policy, words, (folded) => this.commonPasswords.has(folded));
    return accepted.ok ? ok(accepted.value) : err(passwordFault(accepted.error, policy, pointer));
  }

  /**
   * What asks somebody outside, where that is switched on: for a password that was accepted, once all else is settled.
   * Null where there is nothing against it.
   */
  async breachOf(password: string, pointer: string): Promise<FieldError | null> {
    return (await this.breachedPasswords.has(password)) ? passwordBreached(pointer) : null;
  }
}
