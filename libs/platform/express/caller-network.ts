import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { type ForwardedHeader, forwardedHops } from './forwarded-hops.js';

const IPV6_NETWORK_BITS = 64;
/** Of `::ffff:0:0/96`, where IPv4 addresses stand in IPv6. */
const MAPPED_BITS = 96;
const KNOWN_CALLERS = 1_000;

/** What tells a caller: the end of the connection, and what proxies have written. */
export interface ForwardedRequest {
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
