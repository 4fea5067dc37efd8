import type { PhoneNumberType } from '../../domain/policy.js';

/** The passwords that everybody tries first. */
export interface CommonPasswords {
  /** @param password lower case, NFKC */
  has(password: string): boolean;
}

/** Passwords that breaches of other services have made public. */
export interface BreachedPasswords {
  /** False also if the check fails: then no password is refused. @param password NFKC */
  has(password: string): Promise<boolean>;
}

export interface PhoneNumbers {
  /** The number in E.164, or null where it is none. */
  parse(typed: string): string | null;

  /** ISO 3166 alpha-2 code of the country that a number in E.164 belongs to, or null where it is none's. */
  countryOf(phone: string): string | null;

  /** What a number in E.164 is for by its country's numbering plan, or null where the plan does not say. */
  typeOf(phone: string): PhoneNumberType | null;
}
