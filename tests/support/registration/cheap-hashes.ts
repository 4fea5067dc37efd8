import { PLATFORM } from '@gatehouse/platform/container';
import { REGISTRATION } from '@gatehouse/registration';
import type { Container } from 'inversify';
import { Argon2PasswordHasher } from '../../../libs/registration/adapters/argon2/argon2-password-hasher.js';
import { addressSalt } from '../../../libs/registration/adapters/crypto/keyed-hashes.js';

/** KiB, passes and lanes. */
const CHEAP = { memoryCost: 256, timeCost: 1, parallelism: 1 };

/**
 * Has a service hash as in production, for a hundredth of the price: people sign up and in by the thousands in the tests,
 * and what production spends on a hash has tests of its own.
 */
export function hashCheaply(container: Container): void {
  const { codeKeys } = container.get(PLATFORM.settings);
  const hasher = new Argon2PasswordHasher(
    container.get(REGISTRATION.hashQueue),
    (application, email) => addressSalt(codeKeys, application, email),
    CHEAP,
  );
  container.rebind(REGISTRATION.passwordHasher).toConstantValue(hasher);
}
