import type { LookupAddress } from 'node:dns';
import { AddressGuard, guardedLookup } from '../../../libs/webhooks/adapters/undici/address-guard.js';

const at = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

/** Answers one list after the other, as a name does whose owner changes it in between. */
function lookingUp(...answers: LookupAddress[][]) {
  let asked = 0;
  const resolve = async () => answers[asked++] ?? [];
  const lookup = guardedLookup(new AddressGuard([]), resolve);
  const found = (all: boolean) =>
    new Promise<unknown>((done) => {
      lookup('shop.example', { all }, (error, address, family) => done(error ? error.name : [address, family]));
    });
  return { found, asked: () => asked };
}

describe('the look-up for a connection', () => {
  it('hands over the addresses that it has checked, and resolves nothing again', async () => {
    const { found, asked } = lookingUp([at('93.184.216.34'), at('2606:4700::1')], [at('127.0.0.1')]);
    expect(await found(true)).toEqual([[at('93.184.216.34'), at('2606:4700::1')], undefined]);
    expect(asked()).toBe(1);
  });

  it('refuses the name at the next connection, when it leads inside by then', async () => {
    const { found } = lookingUp([at('93.184.216.34')], [at('127.0.0.1')]);
    expect(await found(false)).toEqual(['93.184.216.34', 4]);
    expect(await found(false)).toBe('AddressRefused');
  });

  it.each([
    ['leads inside', [at('10.0.0.1')]],
    ['leads inside among others', [at('93.184.216.34'), at('169.254.169.254')]],
    ['leads inside by IPv6 alone', [at('93.184.216.34'), at('::1')]],
    ['leads inside by a mapped address', [at('::ffff:127.0.0.1')]],
    ['leads nowhere', []],
  ])('refuses a name that %s', async (_, addresses) => {
    expect(await lookingUp(addresses).found(true)).toBe('AddressRefused');
    expect(await lookingUp(addresses).found(false)).toBe('AddressRefused');
  });

  it('passes on what the resolver says when it fails', async () => {
    const failing = guardedLookup(new AddressGuard([]), () =>
      Promise.reject(Object.assign(new Error('nobody'), { code: 'ENOTFOUND' })),
    );
    const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
      failing('nobody.example', {}, (fault) => done(fault));
    });
    expect(error?.code).toBe('ENOTFOUND');
  });
});
