import { arrayTypes, Database, keyedLookups } from '@gatehouse/platform/postgres';
import postgres from 'postgres';

/** A database whose statements can be explained: it remembers the last one, with its parameters. */
export class StatementTap {
  readonly #sql: postgres.Sql;
  #last: { readonly text: string; readonly parameters: readonly unknown[] } | undefined;

  constructor(url: string) {
    this.#sql = postgres(url, {
      max: 1,
      onnotice: () => undefined,
      fetch_types: false,
      types: arrayTypes,
      connection: { application_name: 'bench-plans', TimeZone: 'UTC', ...keyedLookups },
      debug: (_connection, text, parameters) => {
        this.#last = { text, parameters };
      },
    });
  }

  /** For anyone who wants a database to run statements on. */
  get database(): Database {
    const query = (build: (sql: postgres.Sql) => PromiseLike<unknown>) => build(this.#sql);
    // What else a database does with answers rests on `query`.
    const own = { query: { value: query }, sql: { value: this.#sql } };
    return Object.create(Database.prototype, own) as Database;
  }

  /**
   * The plan of the one statement that `run` sends, with what it read and how long that took: the one for whatever the
   * parameters are, as the service has it. Leaves nothing behind.
   */
  async explain(run: () => Promise<unknown>): Promise<string> {
    const sent = await this.#undone(async () => {
      await run();
      return this.#last;
    });
    if (!sent) throw new Error('Nothing was sent');
    const values = sent.parameters.map(literal).join(', ');
    return this.#undone(async () => {
      await this.#sql.unsafe(`prepare explained as ${sent.text}`);
      const execute = `execute explained${values === '' ? '' : `(${values})`}`;
      // Twice: the first run of a statement on a connection reads what PostgreSQL knows of the tables.
      await this.#sql.unsafe('savepoint unexplained');
      await this.#sql.unsafe(execute);
      await this.#sql.unsafe('rollback to unexplained');
      const rows = await this.#sql.unsafe(`explain (analyze, buffers) ${execute}`);
      await this.#sql.unsafe('deallocate explained');
      return (rows as unknown as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
    });
  }

  async #undone<T>(run: () => Promise<T>): Promise<T> {
    await this.#sql.unsafe('begin');
    try {
      return await run();
    } finally {
      await this.#sql.unsafe('rollback');
    }
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 5 });
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return `'${textOf(value).replaceAll("'", "''")}'`;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const isListOfTexts = Array.isArray(value) && value.every((element) => typeof element === 'string');
  if (isListOfTexts) return `{${value.map((element) => JSON.stringify(element)).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
