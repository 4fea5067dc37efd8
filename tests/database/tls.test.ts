import { Database } from '@gatehouse/platform/postgres';
import { eventually } from '../support/eventually.js';
import { TlsServer } from './tls-server.js';

/** `tls`, `plain`, or the words of the refusal. */
async function reach(url: string): Promise<string> {
  const database = new Database({ url, applicationName: 'tls', poolSize: 1 });
  try {
    const [row] = await database.query<{ ssl: boolean }>(
      (sql) => sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`,
    );
    return row?.ssl ? 'tls' : 'plain';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await database.close(1);
  }
}

const UNKNOWN_CA = expect.stringMatching(/self.signed certificate|unable to verify|unable to get/);
const OTHER_NAME = expect.stringContaining("does not match certificate's altnames");
const NO_TLS = (mode: string) => `The server has no TLS, which sslmode=${mode} asks for`;

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
