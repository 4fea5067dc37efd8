/** The passwords that everybody tries first. */
export interface CommonPasswords {
  /** @param password lower case, NFKC */
  has(password: string): boolean;
}

export interface PhoneNumbers {
  /** The number in E.164, or null where it is none. */
  parse(typed: string): string | null;
}
