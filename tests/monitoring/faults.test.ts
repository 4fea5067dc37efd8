import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Administration } from '../support/administration.js';
import { basic, type Person, somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { holdLocks } from '../support/lock-holder.js';
import { allAlerts } from '../support/monitoring/rules.js';
import { WatchedService } from '../support/monitoring/watched-service.js';
import { codeIn } from '../support/service-harness.js';
import { Receiver } from '../support/webhooks/receiver.js';

const PATIENCE_MS = 60_000;

/** Too slow to be caused here, or not to be caused at all; docs/runbooks.md names the same. */
const NOT_TRIED = [
  'GatehouseMessagesWaiting',
  'GatehouseRelayLagging',
  'GatehouseWorkerStalled',
  'GatehouseSignUpsStopped',
  'GatehouseHashQueueLong',
  'GatehouseReadsSlow',
  'GatehouseBusFaults',
  'GatehousePurgeLate',
];

/** These fire on a busy machine alone, since these tests shorten the time for which they must last. */
const SLOW_MACHINE = [
  'GatehouseHashQueueLong',
  'GatehouseMailsLate',
  'GatehouseMailsLateSlowly',
  'GatehouseMessagesWaiting',
  'GatehouseReadsSlow',
  'GatehouseRelayLagging',
  'GatehouseStatementsWaiting',
];

/** In the order of this file, each on what the one before has left. */
describe('a fault of the running service', () => {
  const caused = new Set<string>();
  let service: WatchedService;
  let receiver: Receiver;

  beforeAll(async () => {
    [service, receiver] = await Promise.all([WatchedService.open(), Receiver.open()]);
  }, 120_000);
  afterAll(async () => {
    await service?.close();
    await receiver?.close();
  });

  /** Goes on causing it, as people go on using the service, until Prometheus says so. */
  async function alertsFire(names: readonly string[], cause: () => Promise<unknown> = async () => undefined) {
    const missing = new Set(names);
    const fire = async () => {
      await cause();
      for (const name of await service.prometheus.firing()) missing.delete(name);
      return missing.size === 0;
    };
    await eventually('they fire', fire, PATIENCE_MS).catch(() => expect([...missing]).toEqual([]));
    for (const name of names) caused.add(name);
  }
  const alertEnds = (name: string) =>
    eventually(`${name} has ended`, async () => !(await service.prometheus.firing()).has(name), PATIENCE_MS);

  const signUp = (person: Person = somebody()) => service.harness.api.http.post('/v1/users').send(person);
  const signUps = (count: number) => Promise.all(Array.from({ length: count }, () => signUp()));

  it('is none as long as all is well', async () => {
    await service.harness.activated(somebody());
    const others = async () => [...(await service.prometheus.firing())].filter((name) => !SLOW_MACHINE.includes(name));
    await eventually('nothing else fires', async () => (await others()).length === 0, PATIENCE_MS);
  });

  it('of a mailbox that does not exist leaves a dead letter', async () => {
    service.harness.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'status', status: 400 } }]);
    await signUp();
    await alertsFire(['GatehouseDeadLetters']);
  });

  it('of a provider that is slow and then fails', async () => {
    const { faults } = service.harness.sandbox;
    faults.replace([{ times: 'always', behaviour: { type: 'delay', ms: 5_500 } }]);
    await signUps(8);
    await alertsFire(['GatehouseMailsLate', 'GatehouseMailsLateSlowly', 'GatehouseProviderBreakerOpen']);
    faults.replace([{ times: 'always', behaviour: { type: 'status', status: 503 } }]);
    await alertsFire(['GatehouseProviderRefusing'], () => signUps(2));
    faults.clear();
  });

  it('of mails that are read too late', async () => {
    const { api, db } = service.harness;
    const people = Array.from({ length: 12 }, () => somebody());
    const ids = await Promise.all(people.map((person) => api.register(person)));
    const mails = await Promise.all(people.map((person) => service.harness.mailTo(person)));
    await Promise.all(ids.map((id) => service.harness.deliveryIs(id, 'sent')));
    await db.advance(120_000);
    let turn = 0;
    await alertsFire(['GatehouseCodesExpired'], async () => {
      const [person, mail] = [people[turn % people.length], mails[turn % people.length]];
      turn += 1;
      if (person && mail) await api.activate(person, codeIn(mail) ?? '');
    });
    await db.setTime(null);
  });

  it('of a receiver of webhooks that fails, and of one that is gone', async () => {
    const admin = new Administration(service.harness.api, service.db);
    const { key } = await admin.keyOf();
    receiver.status(500);
    const webhook = { url: receiver.url, types: ['user.registered.v1'] };
    for (let count = 0; count < 4; count++) {
      expect((await admin.call(key, 'post', '/v1/admin/webhooks').send(webhook)).status).toBe(201);
    }
    await signUp();
    // A counter is there from its first count on, and only what comes after that is an increase.
    const attempts = 'gatehouse_webhook_attempts_total{outcome="refused"}';
    await eventually(
      'the first attempts are known',
      async () => (await service.prometheus.query(attempts)).length > 0,
      PATIENCE_MS,
    );
    // After five failures in a row a receiver is left alone for a while.
    await signUps(2);
    await alertsFire(['GatehouseWebhooksFailing']);
    receiver.status(410);
    await alertsFire(['GatehouseWebhookDisabled'], () => signUp());
  });

  it('of the list of breached passwords', async () => {
    await service.breaches.close();
    await alertsFire(['GatehouseBreachCheckFailing'], () => signUp());
  });

  it('of a durable command that is refused', async () => {
    const connection = await connect({ servers: service.broker.url });
    const body = JSON.stringify({ email: 'nobody', password: 'nine seven lanterns' });
    await jetstream(connection).publish('gatehouse.durable.commands.RegisterUser', body);
    await alertsFire(['GatehouseDurableCommandsDead']);
    await connection.close();
  });

  it('of the broker', async () => {
    await service.broker.kill();
    await alertsFire(['GatehouseBrokerDown']);
    await service.broker.resume();
    await alertEnds('GatehouseBrokerDown');
  });

  it('of a table that somebody holds', async () => {
    const holder = await holdLocks(service.db, (sql) => sql`lock table gatehouse.users in access exclusive mode`);
    await alertsFire(['GatehouseStatementsWaiting', 'GatehouseCommandFaults'], () => signUps(12));
    await holder.release();
  });

  it('of the database, while people go on signing up and activating', async () => {
    service.proxy.fallSilent();
    const activate = () =>
      service.harness.api.http
        .post('/v1/users/activation')
        .set('Authorization', basic(somebody()))
        .send({ code: '1234' });
    await alertsFire(
      [
        'GatehouseDatabaseUnreachable',
        'GatehouseSignUpsFailing',
        'GatehouseSignUpsFailingSlowly',
        'GatehouseActivationsFailing',
        'GatehouseActivationsFailingSlowly',
      ],
      () => Promise.all([signUps(6), ...Array.from({ length: 6 }, activate)]),
    );
    service.proxy.speak();
    await alertEnds('GatehouseDatabaseUnreachable');
  });

  it('of the only worker, and of the only API', async () => {
    await service.harness.stopWorker();
    await alertsFire(['GatehouseNoWorker', 'GatehouseProcessDown']);
    await service.closeApi();
    await alertsFire(['GatehouseNoApi']);
  });

  it('has been caused for every alert but those that docs/runbooks.md names', () => {
    const all = allAlerts().map(({ alert }) => alert);
    expect(all.filter((name) => !caused.has(name)).toSorted()).toEqual(NOT_TRIED.toSorted());
  });
});
