import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@gatehouse/local/embedded-postgres';
import { migrateTemplate } from './migrate-template.js';

/** Every suite's database is a copy of this one. */
const TEMPLATE_DATABASE = 'gatehouse_template';

/** Nothing here outlives the run, so nothing has to reach the disk. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts one PostgreSQL for the whole run and migrates the template: version 18 from npm, or the one whose binaries
 * lie in TEST_POSTGRES_BIN. Answers what stops it and removes its data.
 */
export async function startDatabaseServer(): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-test-'));
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
