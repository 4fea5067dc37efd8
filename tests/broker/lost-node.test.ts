import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readSettings } from '@gatehouse/platform/config';
import { Relay } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Metrics } from '@gatehouse/platform/metrics';
import { Broker } from '@gatehouse/platform/nats';
import { Database } from '@gatehouse/platform/postgres';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { ErasedCopies, PublishedEvents } from '../../libs/platform/nats/erased-copies.js';
import { EventPublisher } from '../../libs/platform/nats/event-publisher.js';
import { TEST_ENVIRONMENT } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const STREAM = 'GATEHOUSE_EVENTS';
const USERS = 20;
const EVENTS_OF_EACH = 20;

describe('a cluster of three brokers that loses one', () => {
  let servers: readonly NatsServer[];
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    [servers, db] = await Promise.all([NatsServer.cluster(), createTestDatabase()]);
    database = new Database({ url: db.url, applicationName: 'relay', poolSize: 4 });
  });
  afterAll(async () => {
    await database.close();
    await Promise.all([...servers.map((server) => server.close()), db.drop()]);
  });

  const write = async (subject: string, numbers: readonly number[]) => {
    for (const number of numbers) {
      await db.sql`insert into gatehouse.event_log (application, id, subject, type, data)
        values ('shop', ${randomUUID()}, ${subject}, 'thing.happened.v1', ${db.sql.json({ number })})`;
    }
  };

  it('keeps every event once, and each user’s in order, though it was the one that led', async () => {
    const { nats } = readSettings({
      ...TEST_ENVIRONMENT,
      DATABASE_URL: db.url,
      NATS_URL: servers.map(({ url }) => url).join(','),
      NATS_REPLICAS: '3',
    });
    if (!nats) throw new Error('No settings of a broker');
    const logger = createLogger({ environment: 'test', logLevel: 'silent' }, 'tests');
    const metrics = new Metrics();
    const broker = new Broker(nats, 'tests', logger);
    const publisher = new EventPublisher(
      broker,
      nats,
      new ErasedCopies(new PublishedEvents(database), []),
      metrics,
      logger,
    );
    const relay = new Relay(database, publisher, logger, metrics, { pollMs: 100, batch: 50 });
    const users = Array.from({ length: USERS }, () => randomUUID());
    const half = Array.from({ length: EVENTS_OF_EACH / 2 }, (_, number) => number);
    const connection = await connect({ servers: servers.map(({ url }) => url) });
    try {
      broker.open();
      await relay.start();
      await Promise.all(users.map((user) => write(user, half)));
      const manager = await eventualManager(connection);
      await eventually('the first events', async () => (await stateOf(manager)).messages > 0, 20_000);

      const leader = (await manager.streams.info(STREAM)).cluster?.leader ?? '';
      await servers[Number(leader.slice(1))]?.kill();
      await Promise.all(
        users.map((user) =>
          write(
            user,
            half.map((number) => number + EVENTS_OF_EACH / 2),
          ),
        ),
      );
      await eventually('every event', async () => (await stateOf(manager)).messages >= USERS * EVENTS_OF_EACH, 30_000);

      const { messages, last_seq } = await stateOf(manager);
      expect(messages).toBe(USERS * EVENTS_OF_EACH);
      const order = new Map<string, number[]>(users.map((user) => [user, []]));
      for (let seq = 1; seq <= last_seq; seq++) {
        const event = (await manager.streams.getMessage(STREAM, { seq }))?.json<{
          subject: string;
          data: { number: number };
        }>();
        if (event) order.get(event.subject)?.push(event.data.number);
      }
      const expected = Array.from({ length: EVENTS_OF_EACH }, (_, number) => number);
      expect([...order.values()]).toEqual(users.map(() => expected));
    } finally {
      await relay.stop();
      await broker.close();
      await connection.close();
    }
  });

  const stateOf = async (manager: Awaited<ReturnType<typeof jetstreamManager>>) =>
    manager.streams.info(STREAM).then(
      ({ state }) => state,
      () => ({ messages: 0, last_seq: 0 }),
    );

  /** A cluster that has just started elects somebody first. */
  const eventualManager = async (connection: Awaited<ReturnType<typeof connect>>) => {
    let manager: Awaited<ReturnType<typeof jetstreamManager>> | undefined;
    await eventually(
      'the cluster has a leader',
      async () => {
        manager = await jetstreamManager(connection, { timeout: 500 }).catch(() => undefined);
        return manager !== undefined;
      },
      20_000,
    );
    return manager as NonNullable<typeof manager>;
  };
});
