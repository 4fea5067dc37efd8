import { Administration } from '../support/administration.js';
import { somebody } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { CrashingServer } from '../support/crashing-server.js';
import { eventually } from '../support/eventually.js';
import { type Follower, followBroker, followFeed, followWebhook } from '../support/followers.js';
import { ServiceHarness } from '../support/service-harness.js';
import { Receiver } from '../support/webhooks/receiver.js';

const KILLS = 20;
const SIGN_UPS = 12;
const APPLICATION = 'shop';
const PATIENCE_MS = 120_000;
/** Told once a mail is out, by the worker, for whom nobody waits. */
const MAILED = 'message.sent.v1';

/** Commits that do not wait for the disk are on it up to thirty seconds later: anyone who reads them has read too early. */
const LATE_WRITER = { wal_writer_delay: '10s', wal_writer_flush_after: '1GB' };

describe('a database server that is killed between what can be read and what is on its disk', () => {
  let server: CrashingServer;
  let broker: NatsServer;
  let receiver: Receiver;
  let harness: ServiceHarness;
  let followers: ReadonlyMap<string, Follower>;

  beforeAll(async () => {
    [server, broker, receiver] = await Promise.all([
      CrashingServer.start(LATE_WRITER),
      NatsServer.start(),
      Receiver.open(),
    ]);
    harness = await ServiceHarness.open({ db: server.db, environment: { NATS_URL: broker.url } });
    const admin = new Administration(harness.api, harness.db);
    await admin.createApplication(APPLICATION);
    const { key } = await admin.keyOf(APPLICATION);
    const made = await admin.call(key, 'post', '/v1/admin/webhooks').send({ url: receiver.url, types: [MAILED] });
    expect(made.status).toBe(201);
    followers = new Map([
      ['feed', followFeed(harness.api.url, key)],
      ['broker', await followBroker(broker.url, APPLICATION)],
      ['webhook', followWebhook(receiver)],
    ]);
  }, 120_000);
  afterAll(async () => {
    for (const follower of followers?.values() ?? []) await follower.close();
    await harness?.close();
    await Promise.all([server?.close(), broker?.close()]);
  }, 60_000);

  const logged = async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await server.db.sql<{ id: string; type: string }[]>`
      select id, type from gatehouse.event_log where application = ${APPLICATION}`;
    return new Map(rows.map(({ id, type }) => [id, type]));
  };
  const mailsTold = (follower: Follower) => [...follower.told().values()].filter((type) => type === MAILED).length;

  /** Signs people up, and kills the server as soon as the follower hears that some of their mails were sent. */
  const killWhenToldOfMails = async (follower: Follower, mails: number) => {
    const told = mailsTold(follower);
    await Promise.all(
      Array.from({ length: SIGN_UPS }, () =>
        harness.api.http.post('/v1/users').set('Gatehouse-Application', APPLICATION).send(somebody()),
      ),
    );
    await eventually('it is told of mails', () => mailsTold(follower) >= told + mails, PATIENCE_MS);
    await server.kill();
  };

  it('has told nobody of an event that it lost, and loses no event for anybody', async () => {
    const phantoms: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const [name, follower] = [...followers][kill % followers.size] as [string, Follower];
      await killWhenToldOfMails(follower, 1 + (kill % 5));
      const heard = new Map([...followers].map(([who, { told }]) => [who, [...told().keys()]]));
      await server.resume();
      const there = await logged();
      for (const [who, ids] of heard)
        phantoms.push(...ids.filter((id) => !there.has(id)).map((id) => `${who}, killed for the ${name}: ${id}`));
    }
    expect(phantoms).toEqual([]);
    const there = await logged();
    for (const [who, follower] of followers) {
      const awaited = [...there].filter(([, type]) => who !== 'webhook' || type === MAILED).map(([id]) => id);
      const hasAll = () => awaited.every((id) => follower.told().has(id));
      await eventually(`the ${who} has all ${awaited.length} events`, hasAll, PATIENCE_MS);
    }
    expect(there.size).toBeGreaterThan(KILLS * SIGN_UPS);
  }, 600_000);

  it('gives each of its lives an epoch', async () => {
    const rows = await server.db.sql`select distinct epoch from gatehouse.event_log`;
    expect(rows.length).toBeGreaterThanOrEqual(KILLS);
  });
});
