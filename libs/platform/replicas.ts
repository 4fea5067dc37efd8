import { setTimeout as pause } from 'node:timers/promises';
import { type BuildStatement, Database, DatabaseFault, type QueryOptions, type Rows } from './postgres/index.js';

/** How far the primary was when it was asked. */
interface Horizon {
  /** Null where what was the primary has become a standby. */
  readonly lsn: string | null;
  /** A later primary's writes may have the numbers that an earlier one lost: the epoch tells them apart (docs/adr/0050). */
  readonly epoch: number;
}

interface Replica {
  readonly database: Database;
  /** Not asked before, by the process' monotonic clock. */
  awayUntil: number;
}

export interface ReplicaOptions {
  readonly primary: Database;
  readonly urls: readonly string[];
  readonly applicationName: string;
  readonly poolSize: number;
}

/** How long a replica is left alone that has not answered, and one that was behind, in milliseconds. */
const AWAY_MS = 2_000;
const BEHIND_MS = 200;
/** What a replica gets to say how far it is, the connection included, in milliseconds. */
const CHECK_MS = 1_000;
/** It is usually milliseconds behind: how often it is asked, and the pause in between. */
const CHECKS = 3;
const CHECK_PAUSE_MS = 8;
const DEADLINE_MS = 4_000;

/**
 * Reads from replicas, and never less than was acknowledged before the read began: the primary is asked how far it is, by one
 * statement for all reads that wait for its answer, and a replica reads only when it is as far. Otherwise, and where none
 * answers, the primary reads. (The ReadIndex of Raft, Ongaro 2014, 6.4; docs/adr/0151.)
 */
export class ReplicatedDatabase extends Database {
  readonly #primary: Database;
  readonly #replicas: readonly Replica[];
  #turn = 0;
  #asking: Promise<unknown> = Promise.resolve();
  #next: Promise<Horizon> | undefined;

  /** @throws DatabaseUrlFault */
  constructor({ primary, urls, ...options }: ReplicaOptions) {
    // For its type: every statement goes to one of the pools below, and this one never connects.
    super({ url: urls[0] ?? '', ...options });
    this.#primary = primary;
    this.#replicas = urls.map((url) => ({ database: new Database({ url, ...options }), awayUntil: 0 }));
  }

  override get load(): { waiting: number; running: number } {
    const loads = this.#replicas.map(({ database }) => database.load);
    return {
      waiting: loads.reduce((sum, { waiting }) => sum + waiting, 0),
      running: loads.reduce((sum, { running }) => sum + running, 0),
    };
  }

  override async query<T extends object>(build: BuildStatement, options: QueryOptions = {}): Promise<Rows<T>> {
    const deadline = performance.now() + (options.deadlineMs ?? DEADLINE_MS);
    const left = () => Math.max(deadline - performance.now(), 0);
    const candidates = this.#inTurn();
    if (candidates.length > 0) {
      const horizon = await this.#horizon();
      if (horizon.lsn === null) throw noPrimary();
      for (const replica of candidates) {
        // What is left is for the primary.
        const rows = await this.#readFrom<T>(replica, build, horizon, left() / 2);
        if (rows) return rows;
      }
    }
    return this.#primary.query<T>(build, { deadlineMs: left() });
  }

  override listen(...ear: Parameters<Database['listen']>): ReturnType<Database['listen']> {
    return this.#primary.listen(...ear);
  }

  override async close(seconds = 5): Promise<void> {
    await Promise.all(this.#replicas.map(({ database }) => database.close(seconds)));
  }

  /** Those that are there, each of them first in its turn. */
  #inTurn(): Replica[] {
    const now = performance.now();
    const begin = this.#turn++ % this.#replicas.length;
    return [...this.#replicas.slice(begin), ...this.#replicas.slice(0, begin)].filter(
      ({ awayUntil }) => awayUntil <= now,
    );
  }

  /** How far the primary is, at a moment after the call: asked once for all who call before it is asked. */
  #horizon(): Promise<Horizon> {
    this.#next ??= this.#asking.then(() => {
      this.#next = undefined;
      const asked = this.#primary.one<Horizon>(
        (sql) => sql`
        select case when not pg_is_in_recovery() then pg_current_wal_flush_lsn()::text end as lsn,
          (select epoch from gatehouse.log_epoch) as epoch`,
      );
      this.#asking = asked.catch(() => undefined);
      return asked;
    });
    return this.#next;
  }

  /** Null where somebody else has to read. */
  async #readFrom<T extends object>(
    replica: Replica,
    build: BuildStatement,
    horizon: Horizon,
    deadlineMs: number,
  ): Promise<Rows<T> | null> {
    try {
      const before = { ms: CHECK_MS, act: (ask: Ask) => untilAsFar(ask, horizon) };
      return await replica.database.query<T>(build, { deadlineMs, before });
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error;
      replica.awayUntil = performance.now() + (error.code === BEHIND ? BEHIND_MS : AWAY_MS);
      return null;
    }
  }
}

const noPrimary = (): DatabaseFault =>
  new DatabaseFault('gone', 'The server is a standby, and cannot say what was acknowledged', {
    mayHaveCommitted: false,
  });

type Ask = <T extends object>(build: BuildStatement) => Promise<Rows<T>>;

const BEHIND = 'REPLICA_BEHIND';

/** On the connection that is to read: behind one address there may be several replicas. @throws DatabaseFault */
async function untilAsFar(ask: Ask, { lsn, epoch }: Horizon): Promise<void> {
  for (let check = 1; check <= CHECKS; check++) {
    if (check > 1) await pause(CHECK_PAUSE_MS);
    const [row] = await ask<{ isAsFar: boolean | null }>(
      (sql) => sql`
        select (not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= ${lsn}::text::pg_lsn)
          and (select log.epoch >= ${epoch} from gatehouse.log_epoch as log) as "isAsFar"`,
    );
    if (row?.isAsFar) return;
  }
  throw new DatabaseFault('gone', 'The replica is behind the primary', { mayHaveCommitted: false, code: BEHIND });
}
