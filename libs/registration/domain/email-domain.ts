import { withoutInvisible } from '@gatehouse/kernel';

export interface EmailDomain {
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
export function emailDomain(typed: string): EmailDomain | null {
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
