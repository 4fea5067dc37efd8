import { eventually } from '../support/eventually.js';
import { reach } from './reach.js';
import { TlsServer } from './tls-server.js';

const UNKNOWN_CA = expect.stringMatching(/self.signed certificate|unable to verify|unable to get/);
const OTHER_NAME = expect.stringContaining("does not match certificate's altnames");
const NO_DIRECT_TLS =
  'The server ended the connection at the first byte of TLS, which sslnegotiation=direct requires: use PostgreSQL 17 or newer with ssl = on';
const NO_TLS = (mode: string) => `The server has no TLS, which sslmode=${mode} requires`;

describe('a connection to the database', () => {
  let server: TlsServer;
  beforeAll(async () => {
    server = await TlsServer.start();
  }, 60_000);
  afterAll(() => server.stop());

  const url = (host: string, sslmode: string, ca?: 'ours' | 'theirs', more: Record<string, string> = {}) =>
    server.url(host, { sslmode, ...(ca && { sslrootcert: server.authority(ca) }), ...more });
  const presents = async (names: string) => {
    await server.present(names);
    await eventually('the server has TLS', async () => (await reach(url('127.0.0.1', 'require'))) === 'tls');
  };

  it('is made without TLS where the server has none and nothing asks for it', async () => {
    const modes = ['disable', 'allow', 'prefer', 'require', 'verify-full'];
    expect(await Promise.all(modes.map((mode) => reach(url('localhost', mode))))).toEqual([
      'plain',
      'plain',
      'plain',
      NO_TLS('require'),
      NO_TLS('verify-full'),
    ]);
    expect(await reach(url('localhost', 'verify-ca', 'ours'))).toBe(NO_TLS('verify-ca'));
  });

  describe('to a server whose certificate is for localhost', () => {
    beforeAll(() => presents('DNS:localhost'));

    it.each([
      ['disable', undefined, 'plain', 'plain'],
      ['allow', undefined, 'tls', 'tls'],
      ['prefer', undefined, 'tls', 'tls'],
      ['require', undefined, 'tls', 'tls'],
      ['require', 'ours', 'tls', 'tls'],
      ['require', 'theirs', UNKNOWN_CA, UNKNOWN_CA],
      ['verify-ca', 'ours', 'tls', 'tls'],
      ['verify-ca', 'theirs', UNKNOWN_CA, UNKNOWN_CA],
      ['verify-full', undefined, UNKNOWN_CA, UNKNOWN_CA],
      ['verify-full', 'ours', 'tls', OTHER_NAME],
      ['verify-full', 'theirs', UNKNOWN_CA, UNKNOWN_CA],
    ] as const)('%s with the CA %s: by its name, and by its address', async (mode, ca, byName, byAddress) => {
      expect(await reach(url('localhost', mode, ca))).toEqual(byName);
      expect(await reach(url('127.0.0.1', mode, ca))).toEqual(byAddress);
    });

    it('checks each of several hosts by its own name', async () => {
      const both = url('127.0.0.1', 'verify-full', 'ours').replace('@127.0.0.1', '@127.0.0.1:1,localhost');
      expect(await reach(both)).toBe('tls');
    });
  });

  it('is made to an address that the certificate names', async () => {
    await presents('DNS:other.example,IP:127.0.0.1');
    expect(await reach(url('127.0.0.1', 'verify-full', 'ours'))).toBe('tls');
    expect(await reach(url('localhost', 'verify-full', 'ours'))).toEqual(OTHER_NAME);
  });
});

describe('a connection with TLS from its first byte', () => {
  let server: TlsServer;
  beforeAll(async () => {
    server = await TlsServer.start(null);
    await server.present('DNS:localhost');
    await eventually('the server has TLS', async () => (await reach(url('require', 'postgres'))) === 'tls');
  }, 60_000);
  afterAll(() => server.stop());

  const url = (sslmode: string, sslnegotiation: string, ca: 'ours' | 'theirs' = 'ours', host = 'localhost') =>
    server.url(host, { sslmode, sslnegotiation, sslrootcert: server.authority(ca) });

  it('is made to PostgreSQL 18, and checks it as any other', async () => {
    expect(await reach(url('verify-full', 'direct'))).toBe('tls');
    expect(await reach(url('verify-full', 'direct', 'theirs'))).toEqual(UNKNOWN_CA);
    expect(await reach(url('verify-full', 'direct', 'ours', '127.0.0.1'))).toEqual(OTHER_NAME);
    expect(await reach(server.url('localhost', { sslnegotiation: 'direct' }))).toBe('tls');
  });

  it('says that the server cannot do that where it is older, or has no TLS', async () => {
    await server.withoutTls();
    await eventually('the server has none', async () => (await reach(url('prefer', 'postgres'))) === 'plain');
    expect(await reach(url('require', 'direct'))).toBe(NO_DIRECT_TLS);
    const older = await TlsServer.start();
    try {
      await older.present('DNS:localhost');
      const [usual, direct] = ['postgres', 'direct'].map((sslnegotiation) =>
        older.url('localhost', { sslmode: 'require', sslnegotiation }),
      );
      await eventually('the older server has TLS', async () => (await reach(usual ?? '')) === 'tls');
      expect(await reach(direct ?? '')).toBe(NO_DIRECT_TLS);
    } finally {
      await older.stop();
    }
  });
});
