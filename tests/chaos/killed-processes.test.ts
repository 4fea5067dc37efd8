import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';
import { eventually } from '../support/eventually.js';
import { holdServer } from './holding-process.js';

describe('embedded PostgreSQL and processes that are killed', () => {
  let folder: string;
  let home: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-killed-'));
    await chmod(folder, 0o755);
    home = path.join(folder, 'data');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('a Ctrl-C in the terminal reaches the process that started it, and not the server', async () => {
    const holder = await holdServer(home, 'temporary');
    const sql = postgres(holder.url, { max: 1 });
    await sql`select 1`;
    process.kill(-holder.pid, 'SIGINT');
    await eventually('the signal is delivered', async () => isRunning(holder.pid));
    expect(await sql`select 'still here' as answer`).toEqual([{ answer: 'still here' }]);
    await sql.end();
    await holder.kill('SIGKILL');
    await eventually('the data are removed', async () => (await readdir(folder)).length === 0, 25_000);
  });

  it('a server whose parent is killed stops by itself', async () => {
    const holder = await holdServer(home);
    await holder.kill('SIGKILL');
    await eventually('the server is gone', async () => !(await answers(holder.url)));
    await eventually(
      'it stopped in good order',
      async () => !(await readdir(`${home}/cluster`)).includes('postmaster.pid'),
    );
  });

  it('a server that a killed process and its guard left behind is stopped by the next start, which has the data', async () => {
    const holder = await holdServer(home);
    const before = postgres(holder.url, { max: 1, onnotice: () => undefined });
    await before`create table kept as select 1 as one`;
    await before.end();
    process.kill(holder.guard, 'SIGKILL');
    await holder.kill('SIGKILL');
    expect(await answers(holder.url)).toBe(true);

    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dataDirectory: home, log: (line) => lines.push(line) });
    expect(lines).toEqual([
      expect.stringMatching(/^Stopping the PostgreSQL server that an earlier run left behind \(process \d+\)$/),
    ]);
    const after = postgres(server.url, { max: 1 });
    expect(await after`select one from kept`).toEqual([{ one: 1 }]);
    await after.end();
    await server.stop();
  });

  it('a server that is killed itself is reported, and recovers', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory: home });
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    await sql`create table kept as select 1 as one`;
    process.kill(await postmasterOf(home), 'SIGKILL');
    expect(await server.ended).toBe('ended by SIGKILL');
    await sql.end({ timeout: 1 });
    await server.stop();

    const again = await startEmbeddedPostgres({ dataDirectory: home });
    const after = postgres(again.url, { max: 1 });
    expect(await after`select one from kept`).toEqual([{ one: 1 }]);
    await after.end();
    await again.stop();
  });

  it('a stale pid file whose number now belongs to another program is no obstacle, and no reason to kill it', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory: home });
    const file = await readFile(`${home}/cluster/postmaster.pid`, 'utf8');
    await server.stop();
    await writeFile(`${home}/cluster/postmaster.pid`, file.replace(/^\d+/, String(process.ppid)));
    await writeFile(
      `${home}/lock`,
      JSON.stringify({ pid: process.pid, identity: 'an earlier process of that number' }),
    );
    const again = await startEmbeddedPostgres({ dataDirectory: home });
    await again.stop();
    expect(isRunning(process.ppid)).toBe(true);
  });
});

const postmasterOf = async (home: string): Promise<number> =>
  Number.parseInt(await readFile(`${home}/cluster/postmaster.pid`, 'utf8'), 10);

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
