/** What ends a header or cannot be in one. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** `"Ada Lovelace" <ada@example.org>` (RFC 5322, section 3.4). The name is anybody's text, the address is checked. */
export function mailbox({ email, name }: { readonly email: string; readonly name: string | null }): string {
  const plain = name?.replace(CONTROLS, ' ').trim();
  return plain ? `"${plain.replace(/["\\]/g, '\\$&')}" <${email}>` : email;
}
