import { err, ok, type Result } from '@gatehouse/kernel';

export type PasswordFault =
  | 'password-unprintable'
  | 'password-too-short'
  | 'password-too-long'
  | 'password-common'
  | 'password-guessable';

export interface PasswordPolicy {
  /** Lengths in Unicode code points, after NFKC. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** The form that is hashed and compared: NFKC, so that keyboards which compose characters differently agree (NIST 800-63B-4). */
export const normalizePassword = (typed: string): string => typed.normalize('NFKC');

const MIN_WORD = 4;
/** Normalisation makes one code point of four at most (`ᾂ`), but eighteen of one (`ﷺ`). */
const MOST_JOINED = 4;
/** A name grows to this many times its length at most; what a ligature adds beyond that makes no password guessable. */
const MOST_GROWN = 4;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 keeps them out of Basic, which activation needs
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Accepts a new password: no control characters, length, not among the most common ones, and not made of what
 * anybody knows of the person. No composition rules (NIST 800-63B-4 §3.1.1.2).
 * @param words the address, the application's name, the person's names
 */
export function acceptPassword(
  typed: string,
  policy: PasswordPolicy,
  words: readonly string[],
  isCommon: (password: string) => boolean,
): Result<string, PasswordFault> {
  if (CONTROL.test(typed)) return err('password-unprintable');
  if ([...typed].length > MOST_JOINED * policy.maxLength) return err('password-too-long');
  const password = normalizePassword(typed);
  const length = [...password].length;
  if (length < policy.minLength) return err('password-too-short');
  if (length > policy.maxLength) return err('password-too-long');
  const folded = password.toLowerCase();
  if (isCommon(folded)) return err('password-common');
  if (isBuiltFrom(folded, words)) return err('password-guessable');
  return ok(password);
}

/** Whether nothing of substance is left once the known words, digits and punctuation are taken away. */
function isBuiltFrom(password: string, words: readonly string[]): boolean {
  const known = new Set(words.flatMap(partsOf));
  const longestFirst = [...known].filter((word) => word.length >= MIN_WORD).sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), password);
  return rest !== password && rest.replace(/[^\p{L}]/gu, '').length < MIN_WORD;
}

/** `Anna-Maria` as it stands, as `annamaria`, and as `anna` and `maria`. */
function partsOf(word: string): string[] {
  const folded = normalizePassword(word)
    .slice(0, MOST_GROWN * word.length)
    .toLowerCase();
  const parts = folded.split(/[^\p{L}\p{N}]+/u);
  return [folded, parts.join(''), ...parts];
}
