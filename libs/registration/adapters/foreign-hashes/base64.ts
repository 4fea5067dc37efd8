/** What no bytes have: one character too many, or padding that does not fill the last group. */
const isCut = (text: string): boolean => (text.includes('=') ? text.length % 4 !== 0 : text.length % 4 === 1);

/**
 * Standard base64, with or without padding; of the alphabet of crypt(3) and passlib, `.` stands for `+`. Null for what is cut off:
 * no password would ever have such a digest.
 */
export const fromBase64 = (text: string): Buffer | null =>
  isCut(text) ? null : Buffer.from(text.replaceAll('.', '+'), 'base64');

export const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
