import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { migrateTemplate } from './migrate-template.js';

/** Every suite's database is a copy of this one. */
const TEMPLATE_DATABASE = 'gatehouse_template';

/** Nothing here outlives the run, so nothing has to reach the disk. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '256MB' };

const MEMORY = '/dev/shm';
const ROOM_NEEDED = 4 * 1024 ** 3;

/**
 * Starts one PostgreSQL for the whole run and migrates the template: version 18 from npm, or the one whose binaries
 * lie in TEST_POSTGRES_BIN. Answers what stops it and removes its data.
 */
export async function startDatabaseServer(): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(path.join(await folderForData(), 'gatehouse-test-'));
  try {
    await chmod(dataDirectory, 0o711);
    const binaries = process.env.TEST_POSTGRES_BIN;
    const server = await startEmbeddedPostgres({
      dataDirectory,
      temporary: true,
      settings: SETTINGS,
      ...(binaries ? { binaries } : {}),
    });
    try {
      await server.createDatabase(TEMPLATE_DATABASE);
      await migrateTemplate(server.databaseUrl(TEMPLATE_DATABASE));
    } catch (error) {
      await server.stop();
      throw error;
    }
    process.env.TEST_DATABASE_TEMPLATE = server.databaseUrl(TEMPLATE_DATABASE);
    return () => server.stop();
  } catch (error) {
    await rm(dataDirectory, { recursive: true, force: true });
    throw error;
  }
}

/** In memory where there is room: every suite's database is hundreds of files that come and go, which file systems feel. */
async function folderForData(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > ROOM_NEEDED ? MEMORY : tmpdir();
}
