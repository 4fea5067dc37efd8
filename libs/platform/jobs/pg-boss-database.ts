import pLimit from 'p-limit';
import type { Db } from 'pg-boss';
import type postgres from 'postgres';
import { arrayTypes, connect, keyedLookups } from '../postgres/index.js';

/** The driver's types lack `simple`, which is how it sends whatever has no parameters unless told otherwise. */
const AS_PREPARED = { prepare: true, simple: false } as postgres.UnsafeQueryOptions;

/** Texts without parameters that are told apart; those of pg-boss are a few dozen. */
const TEXTS_REMEMBERED = 100;

/**
 * pg-boss over the same driver as everything else. Statements without parameters may hold several commands and
 * their own BEGIN … COMMIT: each goes as one text, one after the other over a connection of their own, so nothing can
 * slip between them. (A reserved connection of the pool would do, but `reserve` never answers with `fetch_types` off.)
 */
export class PgBossDatabase implements Db {
  readonly #sql: postgres.Sql;
  readonly #texts: postgres.Sql;
  readonly #oneAtATime = pLimit(1);
  readonly #seen = new Set<string>();

  constructor(url: string, poolSize: number) {
    const open = (max: number): postgres.Sql =>
      connect(url, {
        max,
        connect_timeout: 5,
        onnotice: () => undefined,
        fetch_types: false,
        types: arrayTypes,
        connection: {
          application_name: 'gatehouse-jobs',
          statement_timeout: 60_000,
          // What a crash takes back is done again: the relay hands over again, a job is found again.
          synchronous_commit: 'off',
          ...keyedLookups,
        },
      });
    this.#sql = open(poolSize);
    this.#texts = open(1);
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    if (values?.length || this.#isFrequent(text)) {
      return { rows: await this.#sql.unsafe(text, (values ?? []) as never[], AS_PREPARED) };
    }
    return this.#oneAtATime(async () => {
      try {
        return { rows: lastRows(await this.#texts.unsafe(text)) };
      } catch (error) {
        // A command that failed between BEGIN and COMMIT leaves its transaction open.
        await this.#texts.unsafe('rollback').catch(() => undefined);
        throw error;
      }
    });
  }

  /** Asked for a second time, so it pays to have it prepared: pg-boss looks for jobs with one text all day. */
  #isFrequent(text: string): boolean {
    if (!isOneCommand(text)) return false;
    if (this.#seen.has(text)) return true;
    if (this.#seen.size < TEXTS_REMEMBERED) this.#seen.add(text);
    return false;
  }

  async listen(channel: string, onNotification: (payload: string) => void, onReconnect: () => void) {
    const { unlisten } = await this.#sql.listen(channel, onNotification, onReconnect);
    return { close: unlisten };
  }

  async close(): Promise<void> {
    // Nobody waits for a statement any more; the driver would, for a backend that died long ago.
    await Promise.all([this.#sql.end({ timeout: 1 }), this.#texts.end({ timeout: 1 })]);
  }
}

/** Whether it can be prepared: one command, and none that opens or ends a transaction. */
const isOneCommand = (text: string): boolean => /^\s*(?:with|select|insert|update|delete)\b[^;]*;?\s*$/iu.test(text);

/** Several commands answer several results: pg-boss reads the rows of those that have any. */
function lastRows(result: readonly unknown[]): unknown[] {
  const results = result.every((part) => Array.isArray(part)) ? (result as unknown[][]) : [[...result]];
  return results.flat();
}
