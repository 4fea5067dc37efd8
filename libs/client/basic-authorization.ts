import type { Credentials } from './open-api.js';

/**
 * The header's value by RFC 7617, in UTF-8 as the service's challenge says.
 * @throws TypeError for an address with a colon, which would be read as another address and password
 */
export function basicAuthorization({ email, password }: Credentials): string {
  if (email.includes(':')) throw new TypeError('An address with a colon cannot be sent with HTTP Basic');
  const bytes = new TextEncoder().encode(`${email}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
