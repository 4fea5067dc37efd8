import { isIP } from 'node:net';
import type { Destinations } from '../../application/ports/destinations.js';
import type { AddressGuard } from './address-guard.js';

export interface DestinationRules {
  readonly allowHttp: boolean;
  /** Null: any. */
  readonly ports: readonly number[] | null;
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Tells by an address alone where it may lead. URLs write 127.0.0.1 in many ways (2130706433, 0x7f.1); `URL` knows them all. */
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

/** Of an IPv6 address without its brackets; without the dot that ends a full name. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
