/** What ends a header or cannot be in one. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

interface Mailbox {
  readonly email: string;
  readonly name: string | null;
}

/** `"Ada Lovelace" <ada@example.org>` (RFC 5322, section 3.4). The name is anybody's text, the address is checked. */
export function mailbox({ email, name }: Mailbox): string {
  const plain = plainName(name);
  return plain ? `"${plain.replace(/["\\]/g, '\\$&')}" <${email}>` : email;
}

/** The same in ASCII: any other name is encoded, as `=?UTF-8?B?Wm/Dqw==?= <zoe@example.org>` (RFC 2047). */
export function asciiMailbox({ email, name }: Mailbox): string {
  const plain = plainName(name);
  return plain && /\P{ASCII}/u.test(plain) ? `${encodedWords(plain)} <${email}>` : mailbox({ email, name });
}

const plainName = (name: string | null): string => name?.replace(CONTROLS, ' ').trim() ?? '';

/** An encoded word has 75 characters at most (RFC 2047, section 2): `=?UTF-8?B?`, 60 for these bytes, and `?=`. */
const BYTES_OF_WORD = 45;

/** No character stands in two words, and spaces between words do not count. */
function encodedWords(text: string): string {
  const words = [''];
  for (const character of text) {
    const grown = `${words.at(-1)}${character}`;
    if (Buffer.byteLength(grown) <= BYTES_OF_WORD) words[words.length - 1] = grown;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
