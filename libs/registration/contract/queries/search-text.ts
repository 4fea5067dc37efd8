/** Two letters are a whole name in some scripts, and nothing to go by in ASCII. */
export const LEAST_ASCII = 3;
const ASCII = /^[\x20-\x7e]*$/;
/** As people write numbers; they are kept in E.164, without spaces and parentheses. */
const PHONE = /^\+?[\d\s()]+$/;

/** What to search for by part of an address, a name or a phone, as somebody has typed it; null where that is too little. */
export function searchTextOf(typed: string): string | null {
  const text = PHONE.test(typed) ? typed.replace(/[\s()]/g, '') : typed.trim().replace(/\s+/g, ' ');
  const least = ASCII.test(text) ? LEAST_ASCII : LEAST_ASCII - 1;
  return text.length < least ? null : text;
}
