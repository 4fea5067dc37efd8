import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Destinations } from '../../application/ports/webhooks.js';

/** Public by the registries, and not to be called from here. */
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

/** Decides which addresses may be connected to: public ones, and those of networks that the operator has named. */
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

interface DestinationRules {
  readonly allowHttp: boolean;
  /** Null: any. */
  readonly ports: readonly number[] | null;
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Decides by a URL alone whether it may be called. URLs write 127.0.0.1 in many ways (2130706433, 0x7f.1); `URL` knows them all. */
export class GuardedDestinations implements Destinations {
  constructor(
    private readonly guard: AddressGuard,
    private readonly rules: DestinationRules,
  ) {}

  accepts(text: string): boolean {
    const url = URL.parse(text);
    if (url?.username !== '' || url.password !== '' || text.includes('#')) return false;
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.rules.allowHttp)) return false;
    const port = url.port === '' ? PORTS[url.protocol] : Number(url.port);
    if (port === undefined || !(this.rules.ports?.includes(port) ?? true)) return false;
    const host = hostOf(url);
    // Where a name leads is known when it is connected to, and not before.
    return isIP(host) === 0 ? host !== '' : this.guard.allows(host);
  }
}

/** Resolves a name to all of its addresses, as `dns.promises.lookup` does with `all`. */
export type Resolve = (hostname: string, options: LookupOptions & { all: true }) => Promise<LookupAddress[]>;

/** A name leads to an address that must not be called from here. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Looks a name up for a connection that is about to be made, and hands over just the addresses that it has checked: the
 * connection goes to one of them. Nothing is resolved a second time, so a name that changes in between gains nothing.
 * One refused address refuses the name: there is no good reason to mix them.
 */
export const guardedLookup =
  (guard: AddressGuard, resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    const { all, ...how } = options;
    resolve(hostname, { ...how, all: true }).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => guard.allows(address))) {
          callback(new AddressRefused('The name resolves to an address that is not allowed'), '', 0);
        } else if (all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };

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

/** Of an IPv6 address without its brackets; without the dot that ends a full name. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
