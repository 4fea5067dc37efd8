import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

const IPV6_NETWORK_BITS = 64;
/** Of `::ffff:0:0/96`, where IPv4 addresses stand in IPv6. */
const MAPPED_BITS = 96;
const KNOWN_CALLERS = 1_000;

/** What tells a caller: the end of the connection, and what proxies have written. */
interface ForwardedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Tells a caller's network: its IPv4 address or IPv6 /64, or null where networks do not count. */
export class CallerNetwork {
  readonly #trusted: BlockList | null;
  readonly #exempt: BlockList;
  /** By address: callers come again, and over one connection at that. */
  readonly #known = new LRUCache<string, { readonly network: string | null }>({ max: KNOWN_CALLERS });

  /**
   * @param trustedProxies CIDRs whose forwarded header counts; with none, the socket's address is the caller's
   * @param exempt CIDRs that are not counted
   * @param forwardedHeader the one that the trusted proxies write; another one is the caller's own invention
   * @throws Error for what is no CIDR
   */
  constructor(
    trustedProxies: readonly string[],
    exempt: readonly string[],
    private readonly forwardedHeader: ForwardedHeader = 'x-forwarded-for',
  ) {
    this.#trusted = trustedProxies.length > 0 ? blockList(trustedProxies) : null;
    this.#exempt = blockList(exempt);
  }

  of(request: ForwardedRequest): string | null {
    const socketAddress = request.socket.remoteAddress ?? '';
    const caller = this.#trusted ? this.#behindProxies(this.#trusted, socketAddress, request) : socketAddress;
    const known = this.#known.get(caller);
    if (known) return known.network;
    const network = this.#network(caller);
    this.#known.set(caller, { network });
    return network;
  }

  /**
   * The nearest address that is no trusted proxy's. A hop that is no address ends the chain: what stands behind it was
   * told by nobody who is trusted, so the proxy itself is the caller.
   */
  #behindProxies(trusted: BlockList, socketAddress: string, { headers }: ForwardedRequest): string {
    let caller = socketAddress;
    for (const hop of forwardedHops(headers, this.forwardedHeader)) {
      if (hop === null || !isListed(trusted, caller)) break;
      caller = hop;
    }
    return caller;
  }

  #network(text: string): string | null {
    if (!ipaddr.isValid(text)) return null;
    // `::ffff:192.0.2.1` is the IPv4 address that it maps.
    const address = ipaddr.process(text);
    if (isListed(this.#exempt, text)) return null;
    if (address instanceof ipaddr.IPv4) return address.toString();
    return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_NETWORK_BITS}`).toString()}/${IPV6_NETWORK_BITS}`;
  }
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address, bits] = ipaddr.parseCIDR(cidr.includes('/') ? cidr : `${cidr}/${isIP(cidr) === 6 ? 128 : 32}`);
    const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= MAPPED_BITS;
    const plain = isMapped ? address.toIPv4Address() : address;
    list.addSubnet(plain.toString(), isMapped ? bits - MAPPED_BITS : bits, plain.kind());
  }
  return list;
}

function isListed(list: BlockList, text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return list.check(address.toString(), address.kind());
}

/** Where proxies say whom they speak for: `X-Forwarded-For`, or `Forwarded` (RFC 7239). */
type ForwardedHeader = 'x-forwarded-for' | 'forwarded';

/** No request passes more proxies than this; what stands further away is not looked at. */
const MOST_HOPS = 32;

/**
 * The addresses that proxies have told, the nearest hop first; null for a hop that is no address, such as `unknown`.
 * Ports and IPv6 zones are left out, empty parts passed over (RFC 9110, section 5.6.1).
 */
function forwardedHops(headers: IncomingHttpHeaders, name: ForwardedHeader): readonly (string | null)[] {
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
