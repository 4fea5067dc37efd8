/**
 * Zero-width characters, direction marks, fillers: Unicode's Default_Ignorable_Code_Point. Contact lists, chats and
 * office programs put them around what people copy.
 */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Drops invisible characters, from text in which they mean nothing: addresses, numbers, codes, slugs, tokens. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Embeddings, overrides, isolates and their deprecated kin (UAX #9): they reach beyond the text that they stand in. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u206F]/g;

/** Drops what would turn around the line that a text is shown in. Direction marks stay: they order the text itself. */
export const withoutBidiControls = (text: string): string => text.replace(BIDI_CONTROLS, '');

/** White space, what is invisible, and blank glyphs. */
const BLANK = '[\\s\\p{Default_Ignorable_Code_Point}\\u2800\\u{1D159}]';
/** At a text's end, variation selectors and tags belong to the character before: they make it an emoji, or a flag. */
const TRAILING = `(?![\\uFE00-\\uFE0F\\u180B-\\u180D\\u180F\\u{E0020}-\\u{E007F}\\u{E0100}-\\u{E01EF}])${BLANK}`;
const LEADING_BLANKS = new RegExp(`^${BLANK}+`, 'u');
const TRAILING_BLANK = new RegExp(`^${TRAILING}$`, 'u');

/** Drops white space and invisible characters from both ends. Within words they may mean something, such as ZWNJ in Persian. */
export function trimBlanks(text: string): string {
  const characters = [...text.replace(LEADING_BLANKS, '')];
  while (characters.length > 0 && TRAILING_BLANK.test(characters.at(-1) as string)) characters.pop();
  return characters.join('');
}

/** More than blanks and marks that need a character to stand on. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\p{C}\u2800\u{1D159}]/u;

/** Whether a text shows as anything. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

/** Control characters, separators of lines, halves of characters, and bidi controls: they change what is shown around them. */
const DISTURBING = '\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202A-\\u202E\\u2066-\\u206F';

/** A line that people type and others read, such as what they call something: it shows as anything, and disturbs nothing. */
export const SHOWN_LINE = new RegExp(`^(?=.*${VISIBLE.source})[^${DISTURBING}]*$`, 'u');

/** The same of several lines. */
export const SHOWN_LINES = new RegExp(
  `^(?=[\\s\\S]*${VISIBLE.source})[^${DISTURBING}]*([\\t\\n\\r][^${DISTURBING}]*)*$`,
  'u',
);

/** What is wrong with a text that is no such line: the message of a contract's decorator. */
export const shownTextFault = ({ value }: { readonly value: unknown }): string =>
  typeof value === 'string' && isVisible(value) ? 'Must not contain control characters' : 'Must not be empty';

const DIGIT = /\p{Nd}/u;
const DIGITS = /\p{Nd}/gu;

/** Writes the decimal digits of every script as 0 to 9, so that `١٢٣٤` and `１２３４` are `1234`. */
export const inAsciiDigits = (text: string): string => text.replace(DIGITS, (digit) => String(digitValue(digit)));

/** Unicode keeps the digits of a script together, zero first (chapter 4.6), so the place within the run is the value. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
