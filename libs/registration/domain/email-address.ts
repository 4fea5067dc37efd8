import { err, ok, type Result } from '@gatehouse/kernel';

export type EmailFault = 'email-invalid' | 'email-too-long' | 'email-not-ascii';

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST_CHARACTERS = /^[\p{L}\p{M}\p{N}.\u3002\uFF0E\uFF61-]+$/u;
const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;

/**
 * An email address (RFC 5321 Mailbox, without quoted local parts and address literals), canonicalised once:
 * the domain in lower-case ASCII (IDNA), the local part in lower case. Two addresses are the same account's when
 * their canonical forms are equal byte for byte.
 */
export class EmailAddress {
  private constructor(
    /** What identifies the account. */
    readonly canonical: string,
    /** What mail is sent to: the local part as typed, the domain in ASCII. */
    readonly deliverable: string,
  ) {}

  static parse(typed: string): Result<EmailAddress, EmailFault> {
    const at = typed.lastIndexOf('@');
    if (at < 1) return err('email-invalid');
    const local = typed.slice(0, at);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
    if (/[^\x00-\x7f]/.test(local)) return err('email-not-ascii');
    if (!LOCAL_PART.test(local)) return err('email-invalid');
    const domain = asciiDomain(typed.slice(at + 1));
    if (!domain) return err('email-invalid');
    if (local.length > MAX_LOCAL_OCTETS || local.length + 1 + domain.length > MAX_OCTETS) return err('email-too-long');
    return ok(new EmailAddress(`${local.toLowerCase()}@${domain}`, `${local}@${domain}`));
  }
}

/** The domain in lower-case ASCII (UTS 46), or null where it is no domain name of at least two labels. */
function asciiDomain(typed: string): string | null {
  if (!HOST_CHARACTERS.test(typed)) return null;
  const url = URL.parse(`http://${typed}/`);
  if (!url) return null;
  const labels = url.hostname.split('.');
  const topLevel = labels.at(-1) ?? '';
  const isName = labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^[0-9]+$/.test(topLevel);
  return isName ? url.hostname : null;
}
