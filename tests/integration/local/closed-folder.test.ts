import { mkdtemp, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';

/** Root's server runs as another user, who may not enter every folder of root's; anybody else's runs as themselves. */
const asRoot = process.getuid?.() === 0;

describe('embedded PostgreSQL in a folder that only its owner may enter', () => {
  let closed: string;
  beforeAll(async () => {
    closed = await mkdtemp(path.join(tmpdir(), 'gatehouse-closed-'));
  });
  afterAll(async () => {
    await rm(closed, { recursive: true, force: true });
    // Only if nothing else is kept there.
    await rmdir('/var/lib/gatehouse').catch(() => undefined);
  });

  it('keeps its data there, or, where root must change users, elsewhere, says so once and finds them again', async () => {
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    const dataDirectory = path.join(closed, 'postgres');
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);

    const first = await startEmbeddedPostgres({ dataDirectory, log });
    await run(first.url, 'create table kept as select 1 as one');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDirectory, log, temporary: true });
    const [kept] = await run(second.url, 'select one from kept');
    const [place] = await run(second.url, "select current_setting('data_directory') as folder");
    await second.stop();

    expect(kept).toEqual({ one: 1 });
    const folder = path.dirname(String(place?.folder));
    expect(lines).toEqual(
      asRoot ? [`PostgreSQL's user cannot enter ${dataDirectory}: the data is stored in ${folder}`] : [],
    );
    expect(folder.startsWith(asRoot ? '/var/' : closed)).toBe(true);
    expect(await readdir(closed)).toEqual([]);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});

async function run(url: string, statement: string): Promise<postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
