import { CallerNetwork } from '@gatehouse/platform/express';

const PROXIES = ['10.0.0.0/8', 'fd00::/8', '::ffff:172.16.0.0/108'];

const callerBehind = (network: CallerNetwork, address: string, headers: Record<string, string>): string | null =>
  network.of({ headers, socket: { remoteAddress: address } });

describe('the network of a caller, by X-Forwarded-For', () => {
  const network = new CallerNetwork(PROXIES, ['192.0.2.0/24']);
  const caller = (forwarded: string, socket = '10.0.0.1') =>
    callerBehind(network, socket, { 'x-forwarded-for': forwarded });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:40001', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::/64'],
    ['[2001:db8::1]', '2001:db8::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8::1%eth0', '2001:db8::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:1', '203.0.113.7'],
    ['203.0.113.7:40001, 10.0.0.2:8080', '203.0.113.7'],
    ['203.0.113.7, [fd00::2]:8080, 10.0.0.2', '203.0.113.7'],
    ['203.0.113.7,172.16.3.4', '203.0.113.7'],
    ['\t203.0.113.7 ,\t10.0.0.2 ', '203.0.113.7'],
  ])('%j is %s', (forwarded, expected) => {
    expect(caller(forwarded)).toBe(expected);
  });

  it.each(['198.51.100.1, 203.0.113.7', '198.51.100.1, 203.0.113.7:1, 10.0.0.2', 'unknown, 203.0.113.7'])(
    'stands behind the nearest address that no proxy has: %j',
    (forwarded) => {
      expect(caller(forwarded)).toBe('203.0.113.7');
    },
  );

  it.each(['203.0.113.7,', ', 203.0.113.7', '203.0.113.7, ,', ',,203.0.113.7,,10.0.0.2,,'])(
    'passes over the empty parts of %j',
    (forwarded) => {
      expect(caller(forwarded)).toBe('203.0.113.7');
    },
  );

  it.each([
    '',
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.7.8',
    '203.0.113.07',
    '0x7f.1',
    '2130706433',
    '203.0.113.7:',
    '203.0.113.7:port',
    '203.0.113.7:123456',
    '2001:db8::g',
    '[2001:db8::1',
    '2001:db8::1]:443',
    '[203.0.113.7]:443',
    '<script>',
    '203.0.113.7/24',
    '203.0.113.7 198.51.100.1',
    'for=203.0.113.7',
    `${'1'.repeat(4_000)}.1.1.1`,
  ])('is the proxy’s where that has told no address: %j', (forwarded) => {
    expect(caller(forwarded)).toBe('10.0.0.1');
    // What stands behind it was told by nobody who is trusted.
    expect(caller(`198.51.100.1, ${forwarded || 'x'}`)).toBe('10.0.0.1');
  });

  it('is the last of so many proxies as no request passes', () => {
    const proxies = (count: number) => Array.from({ length: count }, (_, hop) => `10.1.0.${hop + 1}`).join(', ');
    expect(caller(`203.0.113.7, ${proxies(31)}`)).toBe('203.0.113.7');
    expect(caller(`203.0.113.7, ${proxies(32)}`)).toBe('10.1.0.1');
    expect(caller(`203.0.113.7, ${proxies(200)}`)).toBe('10.1.0.169');
  });

  it('is what the socket says where that is no proxy’s', () => {
    expect(caller('203.0.113.7', '198.51.100.9')).toBe('198.51.100.9');
    expect(caller('203.0.113.7', '::ffff:198.51.100.9')).toBe('198.51.100.9');
    expect(caller('203.0.113.7', '::ffff:10.0.0.1')).toBe('203.0.113.7');
  });

  it('does not count where it is exempt', () => {
    expect(caller('192.0.2.5:1')).toBeNull();
  });

  it('is not what a caller writes into Forwarded, which such proxies hand on as it came', () => {
    expect(callerBehind(network, '10.0.0.1', { forwarded: 'for=203.0.113.7' })).toBe('10.0.0.1');
  });
});

describe('the network of a caller, by Forwarded', () => {
  const network = new CallerNetwork(PROXIES, [], 'forwarded');
  const caller = (forwarded: string) => callerBehind(network, '10.0.0.1', { forwarded });

  it.each([
    ['for=203.0.113.7', '203.0.113.7'],
    ['For="203.0.113.7:47011"', '203.0.113.7'],
    ['for="[2001:db8::1]:4711"', '2001:db8::/64'],
    ['for="[2001:db8::1]:_port"', '2001:db8::/64'],
    ['for="\\2\\03.0.113.7"', '203.0.113.7'],
    ['by=10.0.0.9;for=203.0.113.7;host=id.example;proto=https', '203.0.113.7'],
    ['for=203.0.113.7;ext="a,b;for=198.51.100.1"', '203.0.113.7'],
    ['for=203.0.113.7 , for=10.0.0.2', '203.0.113.7'],
    ['for=198.51.100.1, for=203.0.113.7;by=10.0.0.3, for="10.0.0.2:8080"', '203.0.113.7'],
    [', ,for=203.0.113.7;,', '203.0.113.7'],
  ])('%j is %s', (forwarded, expected) => {
    expect(caller(forwarded)).toBe(expected);
  });

  it.each([
    '',
    'for=unknown',
    'for=_hidden',
    'proto=https',
    'for=203.0.113.7, by=10.0.0.2',
    'for=203.0.113.7, for=unknown',
    'for=203.0.113.7;for=198.51.100.1',
    'for=[2001:db8::1]',
    'for="203.0.113.7',
    'for = 203.0.113.7',
    'for=',
    'for',
    '203.0.113.7',
    'for=203.0.113.7 for=198.51.100.1',
    'for="",',
  ])('is the proxy’s where %j tells no address', (forwarded) => {
    expect(caller(forwarded)).toBe('10.0.0.1');
  });

  it('is not what a caller writes into X-Forwarded-For', () => {
    expect(callerBehind(network, '10.0.0.1', { 'x-forwarded-for': '203.0.113.7' })).toBe('10.0.0.1');
  });
});
