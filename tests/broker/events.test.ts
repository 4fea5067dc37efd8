import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type Environment, readSettings } from '@gatehouse/platform/config';
import type { CloudEvent } from '@gatehouse/platform/events';
import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { examineBroker } from '../../libs/deployment/doctor/examine-broker.js';
import { basic, somebody, TEST_ENVIRONMENT } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';

const STREAM = 'GATEHOUSE_EVENTS';

describe('events on the broker', () => {
  let server: NatsServer;
  let harness: ServiceHarness;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    server = await NatsServer.start();
    harness = await ServiceHarness.open({
      environment: { NATS_URL: server.url, NATS_FOLLOWERS: 'default:newsletter', NATS_EVENT_DAYS: '3' },
    });
    connection = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  });
  afterAll(async () => {
    await connection?.close();
    await harness?.close();
    await server?.close();
  });

  const published = async (): Promise<readonly StoredMsg[]> => {
    const { state } = await manager.streams.info(STREAM);
    const found = await Promise.all(
      Array.from({ length: state.last_seq - state.first_seq + 1 }, (_, index) =>
        manager.streams.getMessage(STREAM, { seq: state.first_seq + index }),
      ),
    );
    return found.filter((message) => message !== null);
  };
  const about = async (subject: string): Promise<readonly CloudEvent[]> =>
    (await published()).map((message) => message.json<CloudEvent>()).filter((event) => event.subject === subject);
  const logged = () => harness.db.sql<{ id: string; subject: string; type: string; application: string }[]>`
    select id, subject, type, application from gatehouse.event_log order by epoch, transaction_id, position`;
  const untilAllPublished = () =>
    eventually('the relay has come to the end of the log', async () => {
      const rows = await harness.db.sql`
        select 1 from gatehouse.relay_cursors as cursor where subscriber = 'nats'
          and position = (
            select position from gatehouse.event_log order by epoch desc, transaction_id desc, position desc limit 1
          )`;
      return rows.length > 0;
    });

  it('have a stream and its followers before there is one, so that others can begin to listen', async () => {
    manager = await jetstreamManager(connection);
    await eventually('the follower', () =>
      manager.consumers.info(STREAM, 'newsletter').then(
        () => true,
        () => false,
      ),
    );
    expect(await logged()).toHaveLength(0);
    expect((await manager.streams.info(STREAM)).state.messages).toBe(0);
  });

  it('are those of the log, as CloudEvents, under application and type, with the event’s id', async () => {
    const id = await harness.api.register(somebody());
    await untilAllPublished();
    const message = (await published()).find(
      (stored) => stored.subject === 'gatehouse.events.default.user.registered.v1' && stored.string().includes(id),
    );
    expect(message?.header.get('Content-Type')).toBe('application/cloudevents+json');
    const event = message?.json<CloudEvent>();
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/applications/default',
      type: 'user.registered.v1',
      subject: id,
      data: { userId: id },
    });
    expect(message?.header.get('Nats-Msg-Id')).toBe(event?.id);
  });

  it('are kept for as long as was said, and known by their ids for longer than an outage', async () => {
    const { config } = await manager.streams.info(STREAM);
    expect(config).toMatchObject({
      subjects: ['gatehouse.events.>'],
      retention: 'limits',
      storage: 'file',
      max_age: 3 * 86_400 * 1e9,
      duplicate_window: 2 * 3_600 * 1e9,
      num_replicas: 1,
    });
    const follower = await manager.consumers.info(STREAM, 'newsletter');
    expect(follower.config).toMatchObject({ filter_subject: 'gatehouse.events.default.>', ack_policy: 'explicit' });
  });

  it('say nothing of a person any more once the person was erased', async () => {
    const person = somebody();
    const id = await harness.activated(person);
    await untilAllPublished();
    expect(JSON.stringify(await about(id))).toContain(person.email);
    const erased = await harness.api.http.delete('/v1/users/me').set('Authorization', basic(person));
    expect(erased.status).toBe(204);
    await eventually('the last word', async () => (await about(id)).some(({ type }) => type === 'user.erased.v1'));
    const texts = async () => (await published()).map((message) => message.string()).join('\n');
    await eventually('no copy is left', async () => !(await texts()).includes(person.email));
    await untilAllPublished();
    expect(await harness.db.sql`select 1 from gatehouse.published_events where subject = ${id}`).toHaveLength(0);
  });

  it('wait in the log while the broker is away, and follow without a gap, a repeat or a change of order', async () => {
    await untilAllPublished();
    await server.kill();
    const people = Array.from({ length: 20 }, somebody);
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    expect((await harness.api.http.get('/health/ready')).status).toBe(200);
    // Mails go on: each subscriber has a cursor of its own.
    await harness.mailTo(people[0] ?? somebody());
    // An hour is an hour by the database's clock.
    await harness.db.advance(3_600_000);
    await harness.api.register(somebody());
    await server.resume();
    await untilAllPublished();
    const messages = await published();
    const order = messages.map(({ header }) => header.get('Nats-Msg-Id'));
    expect(new Set(order).size).toBe(order.length);
    for (const id of ids) {
      const expected = (await logged()).filter(({ subject }) => subject === id).map(({ type }) => type);
      expect((await about(id)).map(({ type }) => type)).toEqual(expected);
    }
  });

  it('come in order per user also when the same batch was sent before and not acknowledged', async () => {
    await untilAllPublished();
    const subject = randomUUID();
    const before = (await published()).length;
    await harness.stopWorker();
    for (let number = 0; number < 30; number++) {
      await harness.db.sql`insert into gatehouse.event_log (application, id, subject, type, data)
        values ('shop', ${randomUUID()}, ${subject}, 'thing.happened.v1', ${harness.db.sql.json({ number })})`;
    }
    const [cursor] = await harness.db.sql`select * from gatehouse.relay_cursors where subscriber = 'nats'`;
    await harness.startWorker();
    await untilAllPublished();
    await harness.stopWorker();
    // As after a crash between the hand-over and the cursor.
    await harness.db
      .sql`update gatehouse.relay_cursors set ${harness.db.sql(cursor ?? {}, 'epoch', 'transaction_id', 'position')}
      where subscriber = 'nats'`;
    await Promise.all([harness.startWorker(), harness.anotherWorker().then((worker) => worker.stop())]);
    await eventually('the cursor is past them again', async () => {
      const [now] = await harness.db.sql`select position from gatehouse.relay_cursors where subscriber = 'nats'`;
      return Number(now?.['position']) > Number(cursor?.['position']);
    });
    expect((await published()).length).toBe(before + 30);
    expect((await about(subject)).map(({ data }) => (data as { number: number }).number)).toEqual(
      Array.from({ length: 30 }, (_, number) => number),
    );
  });

  it('tell how far behind they are', async () => {
    // Those so far may have been another worker's.
    await harness.api.register(somebody());
    await untilAllPublished();
    const metrics = await harness.workerMetrics();
    expect(metrics).toMatch(/^gatehouse_broker_up 1$/m);
    expect(metrics).toMatch(/^gatehouse_broker_lag_seconds 0$/m);
    expect(metrics).toMatch(/^gatehouse_relayed_events_total\{subscriber="nats"\} [1-9]/m);
  });

  it('are looked after by the doctor', async () => {
    const broker = (environment: Environment) => {
      const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: harness.db.url, ...environment });
      return examineBroker(settings.nats);
    };
    const [well] = await broker({ NATS_URL: server.url });
    expect(well).toMatchObject({
      subject: 'broker',
      state: 'good',
      found: expect.stringMatching(/NATS 2.* events in 1/),
    });
    const [another] = await broker({ NATS_URL: server.url, NATS_REPLICAS: '3' });
    expect(another).toMatchObject({ state: 'warn' });
    const [away] = await broker({ NATS_URL: 'nats://service:secret@127.0.0.1:1' });
    expect(away).toMatchObject({ state: 'bad', advice: expect.stringContaining('nats-server') });
    expect(JSON.stringify(away)).not.toContain('secret');
  });
});
