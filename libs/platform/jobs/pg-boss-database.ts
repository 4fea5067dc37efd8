import type { Db } from 'pg-boss';
import type postgres from 'postgres';
import { ChannelListener, ConnectionPool, routeTo } from '../postgres/index.js';

/** The driver's types lack `simple`, which is how it sends whatever has no parameters by default. */
const AS_PREPARED = { prepare: true, simple: false } as postgres.UnsafeQueryOptions;

/** Texts without parameters that are told apart; those of pg-boss are a few dozen. */
const TEXTS_REMEMBERED = 100;

/** What workers send all day, in milliseconds: it takes a few, and whatever a silent database has swallowed is done again. */
const DEADLINE_MS = 3_000;
/** Maintenance, and what sets queues up, in milliseconds. */
const TEXT_DEADLINE_MS = 30_000;

type Serialize = (value: unknown) => unknown;
const asIs =
  (otherwise: Serialize): Serialize =>
  (value) =>
    typeof value === 'string' ? value : otherwise(value);

/**
 * pg-boss writes JSON itself, and hands times on as text: its own driver sends a text as it is, whatever the parameter's
 * type. This one would write a JSON text as JSON once more.
 */
const textsAsTheyAre = {
  json: { to: 114, from: [114, 3802], serialize: asIs(JSON.stringify), parse: (text: string) => JSON.parse(text) },
  times: {
    to: 1184,
    from: [1082, 1114, 1184],
    serialize: asIs((value) => (value instanceof Date ? value.toISOString() : value)),
    parse: (text: string) => new Date(text),
  },
  truths: {
    to: 16,
    from: [16],
    serialize: asIs((value) => (value ? 't' : 'f')),
    parse: (text: string) => text === 't',
  },
};

/**
 * pg-boss over the same driver, connections and deadlines as everything else. Statements without parameters may hold several
 * commands and their own BEGIN … COMMIT: each goes as one text over a connection that runs nothing else meanwhile, and that
 * is not used again when one of them fails.
 */
export class PgBossDatabase implements Db {
  readonly #pool: ConnectionPool;
  readonly #listener: ChannelListener;
  readonly #seen = new Set<string>();

  constructor(url: string, poolSize: number) {
    const connection = {
      ...routeTo(url),
      applicationName: 'gatehouse-jobs',
      statementTimeoutMs: TEXT_DEADLINE_MS + 1_000,
      // What a crash takes back is done again: the relay hands over again, a job is found again.
      settings: { synchronous_commit: 'off' },
      types: textsAsTheyAre,
    };
    this.#pool = new ConnectionPool(connection, poolSize);
    this.#listener = new ChannelListener(connection);
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    if (values?.length || this.#isFrequent(text)) {
      const rows = await this.#pool.run((sql) => sql.unsafe(text, (values ?? []) as never[], AS_PREPARED), {
        deadlineMs: DEADLINE_MS,
      });
      return { rows: [...rows] };
    }
    const answer = await this.#pool.run((sql) => sql.unsafe(text), { deadlineMs: TEXT_DEADLINE_MS, isText: true });
    return { rows: lastRows(answer) };
  }

  /** Asked for a second time, so it pays to have it prepared: pg-boss looks for jobs with one text all day. */
  #isFrequent(text: string): boolean {
    if (!isOneCommand(text)) return false;
    if (this.#seen.has(text)) return true;
    if (this.#seen.size < TEXTS_REMEMBERED) this.#seen.add(text);
    return false;
  }

  async listen(channel: string, onNotification: (payload: string) => void, onReconnect: () => void) {
    const listening = await this.#listener.listen(channel, onNotification, onReconnect);
    return { close: async () => listening.close() };
  }

  async close(): Promise<void> {
    this.#listener.close();
    await this.#pool.close(1);
  }
}

/** Whether it can be prepared: one command, and none that opens or ends a transaction. */
const isOneCommand = (text: string): boolean => /^\s*(?:with|select|insert|update|delete)\b[^;]*;?\s*$/iu.test(text);

/** Several commands answer several results: pg-boss reads the rows of those that have any. */
function lastRows(result: readonly unknown[]): unknown[] {
  const results = result.every((part) => Array.isArray(part)) ? (result as unknown[][]) : [[...result]];
  return results.flat();
}
