import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { CloudEvent } from '@gatehouse/platform/events';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { basic, somebody, TEST_ENVIRONMENT } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { runGatehouse } from '../support/run-gatehouse.js';
import { ServiceHarness } from '../support/service-harness.js';

const STREAM = 'GATEHOUSE_EVENTS';

describe('events that the broker has lost', () => {
  let server: NatsServer;
  let harness: ServiceHarness;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    server = await NatsServer.start();
    harness = await ServiceHarness.open({ environment: { NATS_URL: server.url } });
    connection = await connect({ servers: server.url });
    manager = await jetstreamManager(connection);
  });
  afterAll(async () => {
    await connection?.close();
    await harness?.close();
    await server?.close();
  });

  const republish = async (...args: string[]) => {
    const environment = { ...TEST_ENVIRONMENT, DATABASE_URL: harness.db.url, NATS_URL: server.url };
    const { code, out, err } = await runGatehouse(['events', 'republish', ...args], environment, tmpdir());
    return { code, out: out.trim(), err };
  };
  const published = async (): Promise<readonly CloudEvent[]> => {
    const { state } = await manager.streams.info(STREAM);
    const found: CloudEvent[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(STREAM, { seq });
      if (message) found.push(message.json<CloudEvent>());
    }
    return found;
  };
  const untilAllPublished = () =>
    // A broker that flushes every message waits for the disk.
    eventually(
      'the relay has come to the end of the log',
      async () => {
        const rows = await harness.db.sql`
        select 1 from gatehouse.relay_cursors where subscriber = 'nats'
          and position = (
            select position from gatehouse.event_log order by epoch desc, transaction_id desc, position desc limit 1
          )`;
        return rows.length > 0;
      },
      30_000,
    );
  const sequenceOf = async (id: string) => {
    const [row] = await harness.db.sql<{ stream_sequence: string }[]>`
      select stream_sequence from gatehouse.published_events where id = ${id}`;
    return Number(row?.stream_sequence);
  };

  it('are published again, and those that it has are not', async () => {
    const person = somebody();
    const userId = await harness.activated(person);
    await untilAllPublished();
    const before = await published();
    const lost = before.find(({ type }) => type === 'user.registered.v1') as CloudEvent;
    await manager.streams.deleteMessage(STREAM, await sequenceOf(lost.id), true);
    // The server knows ids again for two hours, also of what it has lost since; one that was started again does not.
    await server.kill();
    await server.resume();
    await eventually('the broker answers', async () => (await published().catch(() => null)) !== null);

    const again = await republish('--since', '2026-01-01T00:00:00Z', '--json');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(again.out)).toEqual({ published: 1, present: before.length - 1 });
    const after = await published();
    expect(after).toHaveLength(before.length);
    expect(after.at(-1)).toEqual(lost);
    expect(await republish('--since', '2026-01-01')).toMatchObject({
      code: 0,
      out: `0 published again, ${before.length} already there`,
    });
    const acts = await harness.db.sql`select details from gatehouse.audit_log where act = 'events.republished'`;
    expect(acts[0]).toMatchObject({ details: { published: 1 } });

    // Their new places are known: an erasure finds them.
    await harness.api.http.delete('/v1/users/me').set('Authorization', basic(person));
    await eventually('no copy is left', async () => !JSON.stringify(await published()).includes(person.email));
    expect(JSON.stringify(await published())).toContain(userId);
  });

  it('are those of one application and of a time alone, where that is asked', async () => {
    const write = (application: string, at: string) => harness.db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      values (${application}, ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', '{}', ${at})`;
    await write('default', '2020-01-01T00:00:00Z');
    await write('elsewhere', '2020-06-01T00:00:00Z');
    await untilAllPublished();
    await manager.streams.purge(STREAM);
    await server.kill();
    await server.resume();
    await eventually('the broker answers', async () => (await published().catch(() => null)) !== null);
    const [of] = await harness.db.sql<{ count: number }[]>`
      select count(*)::int as count from gatehouse.event_log
      where application = 'default' and occurred_at >= '2020-02-01'`;
    expect(JSON.parse((await republish('--since', '2020-02-01', '--application', 'default', '--json')).out)).toEqual({
      published: of?.count,
      present: 0,
    });
  });

  it('are refused from a time whose events are archived, with the time when the log begins', async () => {
    await harness.db.sql`
      insert into gatehouse.log_partitions (number, opened_at, month, end_epoch, end_transaction_id, end_position, dropped_at)
      values (0, '2019-01-01', '2019-01-01', 0, '0', 0, now())`;
    const [first] = await harness.db.sql<{ opened_at: Date }[]>`
      select opened_at from gatehouse.log_partitions where number = 1`;
    const beginning = first?.opened_at.toISOString() ?? '';
    const refused = await republish('--since', '2019-02-01');
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining(beginning) });
    expect(await republish('--since', beginning)).toMatchObject({ code: 0 });
    await harness.db.sql`delete from gatehouse.log_partitions where number = 0`;
  });

  it('are not asked for without a time, or without a broker', async () => {
    expect(await republish()).toMatchObject({ code: 2 });
    expect(await republish('--since', 'yesterday')).toMatchObject({ code: 2 });
    await server.kill();
    const away = await republish('--since', '2026-01-01');
    expect(away).toMatchObject({ code: 1, out: '' });
    expect(away.err).toContain('The broker is unavailable');
    await server.resume();
  });
});
