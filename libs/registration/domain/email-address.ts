import { err, ok, type Result, withoutInvisible } from '@gatehouse/kernel';
import { emailDomain } from './email-domain.js';

export type EmailFault = 'email-invalid' | 'email-too-long' | 'email-not-ascii';

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;

/**
 * An email address (RFC 5321 Mailbox, without quoted local parts and address literals), canonicalised once:
 * the domain in lower-case ASCII (IDNA), the local part in lower case. Two addresses are the same account's when
 * their canonical forms are equal byte for byte. Invisible marks that came along with a copied address are dropped.
 */
export class EmailAddress {
  private constructor(
    /** What identifies the account. */
    readonly canonical: string,
    /** What people are shown: the local part and the letters of the domain as typed. */
    readonly shown: string,
  ) {}

  static parse(typed: string): Result<EmailAddress, EmailFault> {
    const at = typed.lastIndexOf('@');
    if (at < 1) return err('email-invalid');
    const local = withoutInvisible(typed.slice(0, at));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
    if (/[^\x00-\x7f]/.test(local)) return err('email-not-ascii');
    if (!LOCAL_PART.test(local)) return err('email-invalid');
    const domain = emailDomain(typed.slice(at + 1));
    if (!domain) return err('email-invalid');
    const { ascii, shown } = domain;
    if (local.length > MAX_LOCAL_OCTETS || local.length + 1 + ascii.length > MAX_OCTETS) return err('email-too-long');
    return ok(new EmailAddress(`${local.toLowerCase()}@${ascii}`, `${local}@${shown}`));
  }
}

/** What mail is sent to, of an address as it is shown: the domain in ASCII, since not every provider speaks IDNA. */
export function deliverableAddress(shown: string): string {
  const at = shown.lastIndexOf('@');
  const domain = emailDomain(shown.slice(at + 1));
  return domain ? `${shown.slice(0, at)}@${domain.ascii}` : shown;
}
