import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@gatehouse/kernel';
import { Database } from '@gatehouse/platform/postgres';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ErasedCopies, PublishedEvents } from '../../libs/platform/nats/erased-copies.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const STREAM = 'GATEHOUSE_EVENTS';
const PERSONAL = { fields: { 'user.registered.v1': ['email'] }, endings: ['user.erased.v1'] };

describe('copies on the broker of events about somebody who is erased', () => {
  let server: NatsServer;
  let db: TestDatabase;
  let database: Database;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    [server, db] = await Promise.all([NatsServer.start(), createTestDatabase()]);
    database = new Database({ url: db.url, applicationName: 'tests' });
    connection = await connect({ servers: server.url });
    manager = await jetstreamManager(connection);
    await manager.streams.add({ name: STREAM, subjects: ['gatehouse.events.>'] });
  });
  afterAll(async () => {
    await connection?.close();
    await database?.close();
    await Promise.all([server?.close(), db?.drop()]);
  });

  const eventOf = (subject: string, type: string): RecordedEvent => ({
    id: randomUUID(),
    application: 'shop',
    subject,
    type,
    data: {},
    occurredAt: new Date(),
  });
  const copies = () => new ErasedCopies(new PublishedEvents(database), [PERSONAL]);
  /** Publishes what tells of a person, and notes where it stands. */
  const published = async (client: JetStreamClient, subject: string) => {
    const event = eventOf(subject, 'user.registered.v1');
    const { seq } = await client.publish('gatehouse.events.shop.user.registered.v1', '{}', { msgID: event.id });
    await copies().follow(client, [event], new Map([[event.id, seq]]));
    return seq;
  };
  const noted = (subject: string) => db.sql`select 1 from gatehouse.published_events where subject = ${subject}`;
  /** A client for which each copy is deleted by somebody else between the look at it and its deletion. */
  const overtaken = (client: JetStreamClient): JetStreamClient => {
    const streams = new Proxy(manager.streams, {
      get: (target, name) =>
        name === 'getMessage'
          ? async (stream: string, query: { seq: number }) => {
              const found = await target.getMessage(stream, query);
              if (found) await target.deleteMessage(stream, query.seq, true);
              return found;
            }
          : Reflect.get(target, name).bind(target),
    });
    return Object.assign(Object.create(client), { jetstreamManager: async () => ({ ...manager, streams }) });
  };

  it('are gone also where another worker was faster', async () => {
    const client = jetstream(connection);
    const subject = randomUUID();
    const seq = await published(client, subject);
    await copies().follow(overtaken(client), [eventOf(subject, 'user.erased.v1')], new Map());
    expect(await manager.streams.getMessage(STREAM, { seq })).toBeNull();
    expect(await noted(subject)).toHaveLength(0);
  });

  it('are gone after two workers at once, and neither has failed', async () => {
    const client = jetstream(connection);
    const subject = randomUUID();
    const places = await Promise.all(Array.from({ length: 20 }, () => published(client, subject)));
    const erased = eventOf(subject, 'user.erased.v1');
    await Promise.all([1, 2, 3].map(() => copies().follow(client, [erased], new Map())));
    for (const seq of places) expect(await manager.streams.getMessage(STREAM, { seq })).toBeNull();
    expect(await noted(subject)).toHaveLength(0);
  });
});
