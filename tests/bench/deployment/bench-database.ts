import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';
import { processStat } from '../measure/proc.ts';
import { seedPeople } from './seed-people.ts';
import { STATEMENT_STATISTICS } from './statement-statistics.ts';

export interface BenchDatabase {
  readonly url: string;
  /** Such as `18.4`. */
  readonly version: string;
  /** For arranging and looking. */
  readonly sql: postgres.Sql;
  /** Of the server, whose children the connections are. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** PostgreSQL as it comes, fsync and all, with the deployment's schema and as many people as a small town. */
export async function startBenchDatabase(people: number, countStatements: boolean): Promise<BenchDatabase> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-data-'));
  // As root the server runs as another user, who has to get in.
  await chmod(dataDirectory, 0o711);
  const settings = countStatements ? STATEMENT_STATISTICS : {};
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true, settings }).catch(
    async (error: unknown) => {
      await rm(dataDirectory, { recursive: true, force: true });
      throw error;
    },
  );
  const url = server.databaseUrl('gatehouse');
  const sql = postgres(url, { max: 2, onnotice: () => undefined, connection: { application_name: 'bench' } });
  const stop = async (): Promise<void> => {
    await sql.end({ timeout: 5 });
    await server.stop();
  };
  try {
    await server.createDatabase('gatehouse');
    await (await deploymentMigrator(url)).up();
    await seedPeople(sql, people);
    if (countStatements) await sql`create extension pg_stat_statements`;
    return { url: server.socketUrl('gatehouse'), version: server.version, sql, pid: await serverPid(sql), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** 0 where it cannot be told: processor time is then not counted either. */
async function serverPid(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return (row && (await processStat(row.pid))?.parent) || 0;
}
