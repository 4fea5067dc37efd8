import { Database } from '@gatehouse/platform/postgres';

/** `tls`, `plain`, or the words of the refusal. */
export async function reach(url: string): Promise<string> {
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
