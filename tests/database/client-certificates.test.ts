import { parseDatabaseUrl } from '@gatehouse/platform/postgres';
import { eventually } from '../support/eventually.js';
import { reach } from './reach.js';
import { TlsServer } from './tls-server.js';

/** What is wrong with a URL. */
const faultOf = (url: string): string | null => {
  try {
    parseDatabaseUrl(url);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('a server that asks for certificates', () => {
  let server: TlsServer;
  beforeAll(async () => {
    server = await TlsServer.start();
    await server.present('DNS:localhost');
    await server.askForCertificates();
    const shown = server.certificateFor('gatehouse', 'ours');
    await eventually('it asks', async () => (await reach(url())) !== 'tls' && (await reach(url(shown))) === 'tls');
  }, 60_000);
  afterAll(() => server.stop());

  const url = (more: Record<string, string> = {}) =>
    server.url('localhost', { sslmode: 'verify-full', sslrootcert: server.authority('ours'), ...more });

  it('lets in who shows the one of their role, by a key that is locked or not', async () => {
    expect(await reach(url(server.certificateFor('gatehouse', 'ours')))).toBe('tls');
    const locked = server.certificateFor('gatehouse', 'ours', 'seven lanterns');
    expect(await reach(url({ ...locked, sslpassword: 'seven lanterns' }))).toBe('tls');
  });

  it('refuses who shows none, one of another role or one that others have signed', async () => {
    expect(await reach(url())).toContain('connection requires a valid client certificate');
    expect(await reach(url(server.certificateFor('mallory', 'ours')))).toContain(
      'certificate authentication failed for user "gatehouse"',
    );
    expect(await reach(url(server.certificateFor('gatehouse', 'theirs')))).toMatch(/unknown ca|ECONNRESET|closed/i);
  });

  it('is not even tried with a certificate that cannot be shown', () => {
    const good = server.certificateFor('gatehouse', 'ours');
    const locked = server.certificateFor('gatehouse', 'ours', 'seven lanterns');
    const said = (more: Record<string, string>) => faultOf(url(more));
    expect(said({ sslcert: good.sslcert })).toBe('must have both sslcert and sslkey, or neither');
    expect(said({ sslkey: good.sslkey })).toBe('must have both sslcert and sslkey, or neither');
    const mixed = { ...good, sslkey: server.certificateFor('mallory', 'ours').sslkey };
    expect(said(mixed)).toBe('names a key by sslkey that is not the one of the certificate in sslcert');
    const unopened =
      'names a file by sslkey that does not hold a private key in PEM that sslpassword opens, or that needs none';
    expect(said(locked)).toBe(unopened);
    expect(said({ ...locked, sslpassword: 'wrong' })).toBe(unopened);
    expect(said({ ...good, sslkey: good.sslcert })).toBe(unopened);
    expect(said({ ...good, sslcert: good.sslkey })).toBe(
      'names a file by sslcert that does not hold a certificate in PEM',
    );
  });
});
