import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Public by the registries, and nobody's to call from here. */
const NOT_FOR_US = [
  // RFC 2544, benchmarking.
  '198.18.0.0/15',
  // Answers the guests of Azure, with their credentials.
  '168.63.129.16/32',
] as const;

/** All that is given to anybody on the public internet so far (RFC 4291, section 2.4; IANA, IPv6 global unicast). */
const GLOBAL_UNICAST = '2000::/3';
/** Within it, and not one's own: 6to4 and Teredo hide an IPv4 address, the others lead nowhere. */
const NOT_GLOBAL = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;

/** Tells which addresses may be connected to: public ones, and those of networks that somebody has named. */
export class AddressGuard {
  readonly #named: BlockList;
  readonly #refused4 = listOf(NOT_FOR_US);
  readonly #global6 = listOf([GLOBAL_UNICAST]);
  readonly #refused6 = listOf(NOT_GLOBAL);

  /** @param named CIDRs that are allowed though they are private */
  constructor(named: readonly string[]) {
    this.#named = listOf(named);
  }

  /** @param text an address; whatever else it is, it is not allowed */
  allows(text: string): boolean {
    // A zone names an interface of this machine.
    if (text.includes('%') || !ipaddr.isValid(text)) return false;
    // `::ffff:10.0.0.1` is the IPv4 address that it maps.
    const address = ipaddr.process(text);
    const [plain, kind] = [address.toString(), address.kind()];
    if (this.#named.check(plain, kind)) return true;
    if (kind === 'ipv4') return address.range() === 'unicast' && !this.#refused4.check(plain, kind);
    return this.#global6.check(plain, kind) && !this.#refused6.check(plain, kind);
  }
}

function listOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address, bits] = cidr.includes('/')
      ? ipaddr.parseCIDR(cidr)
      : ([ipaddr.parse(cidr), ipaddr.parse(cidr).kind() === 'ipv4' ? 32 : 128] as const);
    list.addSubnet(address.toString(), bits, address.kind());
  }
  return list;
}
