import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';

const BINARIES = process.env['TEST_POSTGRES_BIN'] ?? '/usr/lib/postgresql/15/bin';

/** A server whose certificate, for `localhost` alone or for 127.0.0.1 too, a CA of the test's own has signed. */
export class TlsServer {
  private constructor(
    private readonly folder: string,
    private readonly server: EmbeddedPostgres,
  ) {}

  /** @param binaries where the server's programs are; null for those from npm */
  static async start(binaries: string | null = BINARIES): Promise<TlsServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-tls-'));
    chmodSync(folder, 0o711);
    const dataDirectory = mkdtempSync(path.join(folder, 'data-'));
    chmodSync(dataDirectory, 0o711);
    for (const ca of ['ours', 'theirs']) makeAuthority(folder, ca);
    const server = await startEmbeddedPostgres({
      dataDirectory,
      temporary: true,
      ...(binaries !== null && { binaries }),
      settings: { fsync: 'off' },
    });
    await server.createDatabase('tls');
    return new TlsServer(folder, server);
  }

  /** Of the same server by another name, with parameters. */
  url(host: string, parameters: Readonly<Record<string, string>>): string {
    const search = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${this.server.databaseUrl('tls').replace('127.0.0.1', host)}?${search.join('&')}`;
  }

  /** The certificate of `ours`, who signs the server's, or of `theirs`, who signs nothing here. */
  authority(name: 'ours' | 'theirs'): string {
    return path.join(this.folder, `${name}.crt`);
  }

  /** Has the server show a certificate for these names. */
  async present(names: string): Promise<void> {
    const [key, certificate] = sign(this.folder, names);
    await this.#administer(async (sql) => {
      const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
      const { uid, gid } = statSync(row?.folder ?? '');
      for (const file of [key, certificate]) chownSync(file, uid, gid);
      await sql.unsafe(`alter system set ssl_key_file = '${key}'`);
      await sql.unsafe(`alter system set ssl_cert_file = '${certificate}'`);
      await sql.unsafe('alter system set ssl = on');
      await sql`select pg_reload_conf()`;
    });
  }

  /** Lets nobody in but those who show a certificate of `ours` for their role, and asks them for no password. */
  async askForCertificates(): Promise<void> {
    await this.#administer(async (sql) => {
      const [row] = await sql<{ folder: string; hba: string }[]>`
        select current_setting('data_directory') as folder, current_setting('hba_file') as hba`;
      const { folder, hba } = row ?? { folder: '', hba: '' };
      const authority = path.join(folder, 'clients.crt');
      copyFileSync(this.authority('ours'), authority);
      const { uid, gid } = statSync(folder);
      chownSync(authority, uid, gid);
      await sql.unsafe(`alter system set ssl_ca_file = '${authority}'`);
      writeFileSync(hba, 'hostssl tls all all cert\nhost postgres all all scram-sha-256\n');
      await sql`select pg_reload_conf()`;
    });
  }

  /** A certificate that `by` has signed for a role, with a key of its own; the key is encrypted where there is a passphrase. */
  certificateFor(role: string, by: 'ours' | 'theirs', passphrase?: string): { sslcert: string; sslkey: string } {
    const made = `${role}-${by}${passphrase === undefined ? '' : '-locked'}`;
    const opened = passphrase === undefined ? NEW_KEY : [...NEW_KEY.slice(0, -1), '-passout', `pass:${passphrase}`];
    openssl(this.folder, 'req', ...opened, '-subj', `/CN=${role}`, '-keyout', `${made}.key`, '-out', `${made}.csr`);
    const signer = ['-CA', `${by}.crt`, '-CAkey', `${by}.key`, '-CAcreateserial', '-days', '2'];
    openssl(this.folder, 'x509', '-req', '-in', `${made}.csr`, ...signer, '-out', `${made}.crt`);
    return { sslcert: path.join(this.folder, `${made}.crt`), sslkey: path.join(this.folder, `${made}.key`) };
  }

  async withoutTls(): Promise<void> {
    await this.#administer(async (sql) => {
      await sql.unsafe('alter system set ssl = off');
      await sql`select pg_reload_conf()`;
    });
  }

  async #administer(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    const sql = postgres(this.server.url, { max: 1, onnotice: () => undefined });
    try {
      await act(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const openssl = (folder: string, ...args: string[]): void =>
  void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

function makeAuthority(folder: string, name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-days', '2'];
  openssl(folder, 'req', '-x509', ...NEW_KEY, ...subject, '-keyout', `${name}.key`, '-out', `${name}.crt`);
}

function sign(folder: string, names: string): [key: string, certificate: string] {
  const made = `${names.replaceAll(/\W/g, '-')}`;
  writeFileSync(path.join(folder, `${made}.ext`), `subjectAltName=${names}`);
  openssl(folder, 'req', ...NEW_KEY, '-subj', '/CN=server', '-keyout', `${made}.key`, '-out', `${made}.csr`);
  const by = ['-CA', 'ours.crt', '-CAkey', 'ours.key', '-CAcreateserial', '-days', '2'];
  openssl(folder, 'x509', '-req', '-in', `${made}.csr`, ...by, '-extfile', `${made}.ext`, '-out', `${made}.crt`);
  chmodSync(path.join(folder, `${made}.key`), 0o600);
  return [path.join(folder, `${made}.key`), path.join(folder, `${made}.crt`)];
}
