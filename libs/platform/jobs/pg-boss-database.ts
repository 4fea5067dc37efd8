import type { Db } from 'pg-boss';
import postgres from 'postgres';
import { arrayTypes } from '../postgres/index.js';

/**
 * pg-boss over the same driver as everything else. Statements without parameters may hold several commands and
 * their own BEGIN … COMMIT: they go as one text over one reserved connection, so nothing can slip between them.
 */
export class PgBossDatabase implements Db {
  readonly #sql: postgres.Sql;

  constructor(url: string, poolSize: number) {
    this.#sql = postgres(url, {
      max: poolSize,
      connect_timeout: 5,
      onnotice: () => undefined,
      fetch_types: false,
      types: arrayTypes,
      connection: { application_name: 'gatehouse-jobs', statement_timeout: 60_000 },
    });
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    if (values?.length) return { rows: await this.#sql.unsafe(text, values as never[]) };
    const connection = await this.#sql.reserve();
    try {
      const result = await connection.unsafe(text);
      return { rows: lastRows(result) };
    } catch (error) {
      // A command that failed between BEGIN and COMMIT leaves its transaction open.
      await connection.unsafe('rollback').catch(() => undefined);
      throw error;
    } finally {
      connection.release();
    }
  }

  async listen(channel: string, onNotification: (payload: string) => void, onReconnect: () => void) {
    const { unlisten } = await this.#sql.listen(channel, onNotification, onReconnect);
    return { close: unlisten };
  }

  async close(): Promise<void> {
    // Nobody waits for a statement any more; the driver would, for a backend that died long ago.
    await this.#sql.end({ timeout: 1 });
  }
}

/** Several commands answer several results: pg-boss reads the rows of those that have any. */
function lastRows(result: readonly unknown[]): unknown[] {
  const results = result.every((part) => Array.isArray(part)) ? (result as unknown[][]) : [[...result]];
  return results.flat();
}
