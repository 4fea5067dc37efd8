import 'reflect-metadata';
import { DEAD_COMMANDS } from '@gatehouse/platform/nats';
import { type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ApiHarness, somebody } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { holdLocks } from '../support/lock-holder.js';

interface DeadLetter {
  readonly code: string;
  readonly messageId: string | null;
}

describe('commands whose senders do not wait', () => {
  let server: NatsServer;
  let db: TestDatabase;
  let api: ApiHarness;
  let connection: NatsConnection;
  let client: JetStreamClient;
  const dead: (DeadLetter & { readonly subject: string; readonly text: string })[] = [];

  beforeAll(async () => {
    [server, db] = await Promise.all([NatsServer.start(), createTestDatabase()]);
    api = await open();
    connection = await connect({ servers: server.url });
    connection.subscribe(`${DEAD_COMMANDS}.>`, {
      callback: (_error, message) => {
        dead.push({ ...message.json<DeadLetter>(), subject: message.subject, text: message.string() });
      },
    });
    client = jetstream(connection);
    await eventually('the stream is there', async () => {
      const manager = await jetstreamManager(connection);
      return manager.consumers.info('GATEHOUSE_COMMANDS', 'gatehouse').then(
        () => true,
        () => false,
      );
    });
  });
  afterAll(async () => {
    await connection?.close();
    await api?.close();
    await Promise.all([server?.close(), db?.drop()]);
  });

  const open = () => ApiHarness.open(db, { environment: { NATS_URL: server.url } });
  const send = (command: string, body: unknown, msgID?: string) =>
    client.publish(
      `gatehouse.durable.commands.${command}`,
      typeof body === 'string' ? body : JSON.stringify(body),
      msgID === undefined ? {} : { msgID },
    );
  const registered = async (email: string) =>
    Number((await db.sql`select count(*) from gatehouse.users where email = ${email}`)[0]?.['count']);
  const waiting = async () =>
    (await (await jetstreamManager(connection)).streams.info('GATEHOUSE_COMMANDS')).state.messages;
  const nothingWaits = () => eventually('nothing waits', async () => (await waiting()) === 0, 20_000);

  it('are done, and gone from the stream', async () => {
    const person = somebody();
    expect(await send('RegisterUser', person)).toMatchObject({ stream: 'GATEHOUSE_COMMANDS', duplicate: false });
    await nothingWaits();
    expect(await registered(person.email)).toBe(1);
  });

  it('are done once when sent twice, also after the broker has forgotten the first', async () => {
    const person = somebody();
    await send('RegisterUser', person, 'sign-up-of-ada');
    expect(await send('RegisterUser', person, 'sign-up-of-ada')).toMatchObject({ duplicate: true });
    await nothingWaits();
    // The broker goes by its own clock; a stream that was made again has forgotten everything at once.
    await (await jetstreamManager(connection)).streams.update('GATEHOUSE_COMMANDS', { duplicate_window: 100e6 });
    await eventually(
      'the broker has forgotten',
      async () => !(await send('RegisterUser', person, 'sign-up-of-ada')).duplicate,
    );
    await nothingWaits();
    expect(await registered(person.email)).toBe(1);
  });

  it('are done once, though the broker dies while they are at work', async () => {
    const person = somebody();
    const busy = await holdLocks(db, (sql) => sql`lock table gatehouse.event_log in share mode`);
    await send('RegisterUser', person, 'sign-up-of-grace');
    await eventually('it is at work', async () => {
      const { num_ack_pending } = await (await jetstreamManager(connection)).consumers.info(
        'GATEHOUSE_COMMANDS',
        'gatehouse',
      );
      return num_ack_pending === 1;
    });
    await server.kill();
    await busy.release();
    await eventually('it is done', async () => (await registered(person.email)) === 1);
    await server.resume();
    await eventually('the connection is back', () =>
      connection.rtt().then(
        () => true,
        () => false,
      ),
    );
    await eventually('nothing waits', async () => (await waiting()) === 0, 45_000);
    expect(await registered(person.email)).toBe(1);
  });

  it('that cannot be done are told of, without what they held, and hold nobody up', async () => {
    dead.length = 0;
    const [good, bad] = [somebody(), somebody()];
    await send('RegisterUser', { ...bad, email: 'no address' }, 'bad-1');
    await send('RegisterUser', `{"password":"${bad.password}"`, 'bad-2');
    await send('RegisterUser', { ...bad, name: 'a'.repeat(9_000) }, 'bad-3');
    await send('default.RegisterUser', { ...bad, isAdmin: true }, 'bad-4');
    await send('nobodys.RegisterUser', bad, 'bad-5');
    await send('MakeCoffee', bad, 'bad-6');
    await send('EraseUser', { userId: bad.email }, 'bad-7');
    await send('RegisterUser', good, 'good-1');
    await nothingWaits();
    expect(await registered(good.email)).toBe(1);
    await eventually('seven letters', () => dead.length === 7);
    expect(Object.fromEntries(dead.map(({ messageId, code, subject }) => [messageId, [code, subject]]))).toEqual({
      'bad-1': ['validation-failed', 'gatehouse.dead.commands.RegisterUser'],
      'bad-2': ['json-invalid', 'gatehouse.dead.commands.RegisterUser'],
      'bad-3': ['body-too-large', 'gatehouse.dead.commands.RegisterUser'],
      'bad-4': ['field-unknown', 'gatehouse.dead.commands.default.RegisterUser'],
      'bad-5': ['application-unknown', 'gatehouse.dead.commands.nobodys.RegisterUser'],
      'bad-6': ['not-found', 'gatehouse.dead.commands.MakeCoffee'],
      // Anyone who erases has to say who they are.
      'bad-7': ['not-found', 'gatehouse.dead.commands.EraseUser'],
    });
    for (const { text } of dead) expect(text).not.toContain(bad.password);
    const kept = await (await jetstreamManager(connection)).streams.info('GATEHOUSE_DEAD_COMMANDS');
    expect(kept.state.messages).toBe(7);
  });

  it('that fail for now come again, and those behind them go on', async () => {
    const [throttled, other] = [somebody(), somebody()];
    await send('ResendActivationCode', { email: throttled.email });
    await nothingWaits();
    await send('ResendActivationCode', { email: throttled.email }, 'too-soon');
    await send('RegisterUser', other);
    await eventually('the other one', async () => (await registered(other.email)) === 1);
    expect(await waiting()).toBe(1);
  });
});
