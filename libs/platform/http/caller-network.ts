import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import proxyAddr from 'proxy-addr';

const IPV6_NETWORK_BITS = 64;
const KNOWN_CALLERS = 1_000;

/** Tells a caller's network: its IPv4 address or IPv6 /64, or null where networks do not count. */
export class CallerNetwork {
  readonly #trusted: ((address: string, index: number) => boolean) | null;
  readonly #exempt = new BlockList();
  /** By address: callers come again, and over one connection at that. */
  readonly #known = new LRUCache<string, { readonly network: string | null }>({ max: KNOWN_CALLERS });

  /**
   * @param trustedProxies CIDRs whose forwarded headers count; with none, the socket's address is the caller's
   * @param exempt CIDRs that are not counted
   * @throws Error for what is no CIDR
   */
  constructor(trustedProxies: readonly string[], exempt: readonly string[]) {
    this.#trusted = trustedProxies.length > 0 ? proxyAddr.compile([...trustedProxies]) : null;
    for (const cidr of exempt) {
      const [address, bits] = ipaddr.parseCIDR(cidr.includes('/') ? cidr : `${cidr}/${isIP(cidr) === 6 ? 128 : 32}`);
      this.#exempt.addSubnet(address.toString(), bits, address.kind());
    }
  }

  of(request: IncomingMessage): string | null {
    const socketAddress = request.socket.remoteAddress ?? '';
    const caller = this.#trusted ? proxyAddr(request, this.#trusted) : socketAddress;
    const known = this.#known.get(caller);
    if (known) return known.network;
    const network = this.#network(ipaddr.isValid(caller) ? caller : socketAddress);
    // What is no address is told by its socket, which may be another's next time.
    if (ipaddr.isValid(caller)) this.#known.set(caller, { network });
    return network;
  }

  #network(text: string): string | null {
    if (!ipaddr.isValid(text)) return null;
    // `::ffff:192.0.2.1` is the IPv4 address that it maps.
    const address = ipaddr.process(text);
    if (this.#exempt.check(address.toString(), address.kind())) return null;
    if (address instanceof ipaddr.IPv4) return address.toString();
    return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_NETWORK_BITS}`).toString()}/${IPV6_NETWORK_BITS}`;
  }
}
