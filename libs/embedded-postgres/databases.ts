import postgres from 'postgres';

const DUPLICATE_DATABASE = '42P04';

export async function createDatabase(url: string, name: string, template?: string): Promise<void> {
  await withConnection(url, async (sql) => {
    try {
      await sql`create database ${sql(name)} ${template === undefined ? sql`` : sql`template ${sql(template)}`}`;
    } catch (error) {
      if (!(error instanceof postgres.PostgresError && error.code === DUPLICATE_DATABASE)) throw error;
    }
  });
}

export async function dropDatabase(url: string, name: string): Promise<void> {
  await withConnection(url, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

/** @throws PostgresError where the data hold no such user, password or database */
export async function checkConnection(url: string): Promise<void> {
  await withConnection(url, (sql) => sql`select`);
}

async function withConnection(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, prepare: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
