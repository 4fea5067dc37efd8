import { AddressGuard } from '../../../libs/webhooks/adapters/undici/address-guard.js';

const guard = new AddressGuard([]);

describe('the guard of addresses', () => {
  it.each([
    ['1.1.1.1'],
    ['93.184.216.34'],
    ['172.15.255.255'],
    ['172.32.0.1'],
    ['100.63.255.255'],
    ['100.128.0.1'],
    ['223.255.255.254'],
    ['2606:4700:4700::1111'],
    ['2a00:1450:4007:80e::200e'],
    ['::ffff:93.184.216.34'],
  ])('lets a public address pass: %s', (address) => {
    expect(guard.allows(address)).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, metadata', '169.254.169.254'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT, metadata of Alibaba', '100.100.100.200'],
    ['metadata of Azure', '168.63.129.16'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['benchmarking', '198.18.0.1'],
    ['benchmarking', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-mapped private', '::ffff:10.0.0.1'],
    ['IPv4-mapped loopback in hexadecimal', '::ffff:7f00:1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['NAT64 of the network', '64:ff9b:1::a00:1'],
    ['discard', '100::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['benchmarking', '2001:2::1'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['6to4 of a private address', '2002:a00:1::1'],
    ['unique local', 'fc00::1'],
    ['unique local, metadata of AWS', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['with a zone', 'fe80::1%eth0'],
    ['public with a zone', '2606:4700::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['segment routing', '5f00::1'],
    ['no address', 'localhost'],
    ['no address', ''],
    ['half an address', '10.0'],
  ])('refuses %s: %s', (_, address) => {
    expect(guard.allows(address)).toBe(false);
  });

  it('lets networks pass that somebody has named, mapped or not, and their neighbours not', () => {
    const named = new AddressGuard(['10.1.0.0/16', '127.0.0.1', 'fd12::/64']);
    const found = ['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', 'fd12::7'].map((address) => named.allows(address));
    expect(found).toEqual([true, true, true, true]);
    const refused = ['10.2.0.1', '127.0.0.2', 'fd13::7', '::1'].map((address) => named.allows(address));
    expect(refused).toEqual([false, false, false, false]);
  });
});
