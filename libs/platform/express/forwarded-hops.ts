import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** Where proxies say whom they speak for: `X-Forwarded-For`, or `Forwarded` (RFC 7239). */
export type ForwardedHeader = 'x-forwarded-for' | 'forwarded';

/** No request passes more proxies than this; what stands further away is not looked at. */
const MOST_HOPS = 32;

/**
 * The addresses that proxies have told, the nearest hop first; null for a hop that is no address, such as `unknown`.
 * Ports and IPv6 zones are left out, empty parts passed over (RFC 9110, section 5.6.1).
 */
export function forwardedHops(headers: IncomingHttpHeaders, name: ForwardedHeader): readonly (string | null)[] {
  const text = headers[name];
  if (typeof text !== 'string') return [];
  const parts = name === 'forwarded' ? forwardedFor(text) : text.split(',');
  const hops = parts.map((part) => part?.trim()).filter((part) => part !== '');
  return hops
    .slice(-MOST_HOPS)
    .reverse()
    .map((hop) => (hop === undefined ? null : addressIn(hop)));
}

const WITH_PORT = /^(?:\[([0-9a-f:.]{2,45}(?:%[\w.-]{1,32})?)\]|([0-9.]{7,15}))(?::(?:\d{1,5}|_[\w.-]{1,32}))?$/i;

function addressIn(text: string): string | null {
  const [, ipv6, ipv4] = WITH_PORT.exec(text) ?? [];
  const [address = ''] = (ipv6 ?? ipv4 ?? text).split('%', 1);
  const family = isIP(address);
  return family === 0 || (ipv6 !== undefined && family !== 6) ? null : address;
}

/** One pair of a `Forwarded` element, with what parts it from the next: `;`, `,` or the end. */
const PAIR = /[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)=(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?([;,]|$)/y;

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly endsElement: boolean;
}

/** The header's pairs as they stand; null where it is not well-formed. */
function pairsOf(header: string): Pair[] | null {
  const pairs: Pair[] = [];
  PAIR.lastIndex = 0;
  for (;;) {
    const [, name = '', token, quoted = '', end] = PAIR.exec(header) ?? [];
    if (end === undefined) return null;
    const value = token ?? quoted.replace(/\\(.)/g, '$1');
    pairs.push({ name: name.toLowerCase(), value, endsElement: end !== ';' });
    if (end === '') return pairs;
  }
}

/**
 * The `for` of each element, undefined where an element has none. A header that is not well-formed could be read in two
 * ways: nothing of it is believed.
 */
function forwardedFor(header: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let element: Pair[] = [];
  for (const pair of pairsOf(header) ?? []) {
    if (pair.name !== '') element.push(pair);
    if (!pair.endsElement) continue;
    const addresses = element.filter(({ name }) => name === 'for');
    if (addresses.length > 1) return [];
    if (element.length > 0) found.push(addresses[0]?.value);
    element = [];
  }
  return found;
}
