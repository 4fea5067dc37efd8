import { err, ok, type Result, withoutInvisible } from '@gatehouse/kernel';

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

interface EmailDomain {
  /** Lower-case A-labels (IDNA, UTS 46): what identifies the domain, and what mail is sent to. */
  readonly ascii: string;
  /** The same domain to look at: in letters where it was typed in letters. */
  readonly shown: string;
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** What IDNA 2008 allows by context (RFC 5892, appendix A), beside letters, marks and digits: joiners, dots, numeral signs. */
const HOST = /^(?:[\p{L}\p{M}\p{N}\u00B7\u0375\u05F3\u05F4\u30FB.-]|\u200C|\u200D)+$/u;
const OTHER_DOTS = /[\u3002\uFF0E\uFF61]/g;
/** Everything invisible but the joiners. */
const MARKS = /(?!\u200C|\u200D)\p{DI}/gu;

/** The domain of an address; null where it is no domain name of at least two labels. */
function emailDomain(typed: string): EmailDomain | null {
  const host = typed.replace(MARKS, '').normalize('NFC').replace(OTHER_DOTS, '.');
  // A joiner means something in Persian or Hindi; elsewhere IDNA refuses it, and it is one more invisible mark.
  return parse(host) ?? parse(withoutInvisible(host));
}

function parse(host: string): EmailDomain | null {
  const ascii = asciiOf(host);
  if (ascii === null) return null;
  const labels = ascii.split('.');
  const isName = labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  if (!isName) return null;
  const letters = host.normalize('NFKC').replace(/./gsu, (character) => character.toLowerCase());
  if (!letters.split('.').every(hasContext)) return null;
  return { ascii, shown: asciiOf(letters) === ascii ? letters : ascii };
}

const asciiOf = (host: string): string | null =>
  HOST.test(host) ? (URL.parse(`http://${host}/`)?.hostname ?? null) : null;

/** RFC 5892, appendices A.3 to A.7; the joiners and the digits of two scripts are UTS 46's, so the parser's. */
const hasContext = (label: string): boolean =>
  !/(?<!l)\u00B7|\u00B7(?!l)|\u0375(?!\p{Script=Greek})|(?<!\p{Script=Hebrew})[\u05F3\u05F4]/u.test(label) &&
  (!label.includes('\u30FB') || /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label));
