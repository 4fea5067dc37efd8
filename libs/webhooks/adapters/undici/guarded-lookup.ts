import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.js';

/** Resolves a name to all of its addresses, as `dns.promises.lookup` does with `all`. */
export type Resolve = (hostname: string, options: LookupOptions & { all: true }) => Promise<LookupAddress[]>;

/** A name leads where nobody is to be called from here. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Looks a name up for a connection that is about to be made, and hands over just the addresses that it has checked: the
 * connection goes to one of them. Nothing is resolved a second time, so a name that changes in between gains nothing.
 * One address that is refused refuses the name: nobody mixes them with good intent.
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
