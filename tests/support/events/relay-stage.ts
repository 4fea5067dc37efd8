import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@gatehouse/kernel';
import { type EventSubscription, Relay, type RelayOptions } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Metrics } from '@gatehouse/platform/metrics';
import { Database, type QueryOptions, type Rows, type Sql } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { eventually } from '../eventually.js';
import { holdLocks, type LockHolder } from '../lock-holder.js';

const POLL = { pollMs: 20 };
const logger = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');

/** Counts the statements begun, so that a test can wait until the relay has looked at the log and found nothing. */
class WatchedDatabase extends Database {
  statements = 0;
  /** Which of them the database is away for. */
  missed: number | null = null;

  override query<T extends object>(
    build: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>,
    options?: QueryOptions,
  ): Promise<Rows<T>> {
    this.statements++;
    if (this.statements === this.missed) return Promise.reject(new Error('the database is away'));
    return super.query(build, options);
  }
}

/** A log of events on a database of its own, and relays that follow it. */
export class RelayStage {
  readonly #relays: Relay[] = [];
  /** Released after each test. */
  readonly locks: LockHolder[] = [];

  private constructor(
    readonly db: TestDatabase,
    readonly database: WatchedDatabase,
  ) {}

  /**
   * Gives the suite that calls it a stage, whose log is empty before each test.
   * @param take gets it before the first test
   */
  static open(take: (stage: RelayStage) => void): void {
    let stage: RelayStage;
    beforeAll(async () => {
      const db = await createTestDatabase();
      stage = new RelayStage(db, new WatchedDatabase({ url: db.url, applicationName: 'relay', poolSize: 4 }));
      take(stage);
    });
    afterAll(async () => {
      await stage.database.close();
      await stage.db.drop();
    });
    beforeEach(async () => {
      await stage.db.sql`truncate gatehouse.event_log, gatehouse.relay_cursors`;
    });
    afterEach(() => stage.rest());
  }

  readonly write = (
    name: string,
    sql: postgres.Sql | LockHolder['transaction'] = this.db.sql,
    type = 'thing.happened.v1',
  ) =>
    sql`insert into gatehouse.event_log (application, id, subject, type, data)
      values ('default', ${randomUUID()}, ${randomUUID()}, ${type}, ${this.db.sql.json({ name })})`;

  readonly begin = async (name?: string) => {
    // Asking for its id is what makes a transaction one that others have to wait for.
    const transaction = await holdLocks(this.db, (sql) =>
      name ? this.write(name, sql) : sql`select pg_current_xact_id()`,
    );
    this.locks.push(transaction);
    return transaction;
  };

  readonly commit = async ({ transaction, release }: LockHolder) => {
    await transaction`commit`;
    await release();
  };

  readonly follow = async (
    hand: (events: readonly RecordedEvent[]) => Promise<void>,
    options: RelayOptions = POLL,
    name = 'follower',
  ) => this.followAs({ name, types: ['thing.happened.v1'], hand }, options);

  readonly followAs = async (subscription: EventSubscription, options: RelayOptions = POLL) => {
    const relay = new Relay(this.database, subscription, logger, new Metrics(), options);
    this.#relays.push(relay);
    await relay.start();
    return relay;
  };

  /** Follows the log and collects the names of what it is handed. */
  readonly collect = async (options?: RelayOptions, name?: string) => {
    const seen: string[] = [];
    const relay = await this.follow(
      async (events) => {
        seen.push(...events.map(nameOf));
      },
      options,
      name,
    );
    return { seen, relay };
  };

  readonly someLooks = async (looks = 4) => {
    const before = this.database.statements;
    await eventually('the relay looks at the log', () => this.database.statements >= before + looks);
  };

  readonly cursor = async (subscriber = 'follower') => {
    const [row] = await this.db.sql`select epoch, transaction_id::text, position::text from gatehouse.relay_cursors
      where subscriber = ${subscriber}`;
    return row;
  };

  /** Releases what is locked, and stops who follows. */
  async rest(): Promise<void> {
    await Promise.all(this.locks.splice(0).map((transaction) => transaction.release()));
    await Promise.all(this.#relays.splice(0).map((relay) => relay.stop()));
  }
}

export const nameOf = ({ data }: RecordedEvent): string => (data as { name: string }).name;

/** Names of events: as many numbers in a row. */
export const numbers = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));
