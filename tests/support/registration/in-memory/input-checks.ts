import type {
  BreachedPasswords,
  CommonPasswords,
  PhoneNumbers,
} from '../../../../libs/registration/application/ports/input-checks.js';

/**
 * Numbers that a test can read: `+33` is France and `+7` Russia. What ends in 0 costs much, and of what ends in 1 the plan
 * says nothing.
 */
export const plainNumbers: PhoneNumbers = {
  parse: (typed) => (typed.startsWith('+') ? typed.replaceAll(' ', '') : null),
  countryOf: (phone) => (phone.startsWith('+33') ? 'FR' : phone.startsWith('+7') ? 'RU' : null),
  typeOf: (phone) => (phone.endsWith('0') ? 'premium-rate' : phone.endsWith('1') ? null : 'mobile'),
};

/** One password that everybody tries. */
export const commonPasswords: CommonPasswords = { has: (password) => password === 'letmein-letmein' };

/** Passwords of which a breach is known, and which were asked for. */
export class InMemoryBreaches implements BreachedPasswords {
  readonly breached = new Set<string>();
  readonly asked: string[] = [];

  async has(password: string): Promise<boolean> {
    this.asked.push(password);
    return this.breached.has(password);
  }
}
