import { randomUUID } from 'node:crypto';
import { createGatehouse } from '@gatehouse/client';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Newsletter } from '../../docs/examples/newsletter/newsletter.js';
import { Administration } from '../support/administration.js';
import { basic, type Person, somebody } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';

describe('the example of another context, a newsletter', () => {
  let server: NatsServer;
  let harness: ServiceHarness;
  let broker: NatsConnection;
  let secretKey: string;

  // For each test: a retry starts from an empty log too.
  beforeEach(async () => {
    server = await NatsServer.start();
    harness = await ServiceHarness.open({
      environment: { NATS_URL: server.url, NATS_FOLLOWERS: 'default:newsletter' },
    });
    broker = await connect({ servers: server.url });
    // The worker makes the stream when there is something to publish.
    await harness.api.register(somebody());
    const manager = await jetstreamManager(broker);
    await eventually('the worker has made the consumer', () =>
      manager.consumers.info('GATEHOUSE_EVENTS', 'newsletter').then(Boolean, () => false),
    );
    secretKey = (await new Administration(harness.api, harness.db).keyOf()).key;
  });
  afterEach(async () => {
    await broker?.close();
    await harness?.close();
    await server?.close();
  });

  const newsletter = () => new Newsletter(broker, createGatehouse({ baseUrl: harness.api.url, secretKey }), secretKey);
  const listed = (letters: Newsletter) => [...letters.readers.values()].map(({ email }) => email);
  const join = async (letters: Newsletter, person: Person, name: string | null = null): Promise<string> => {
    const { id, state } = await letters.signUp({ ...person, name, locale: 'fr' });
    expect(state).toBe('pending');
    await harness.activate(person);
    return id;
  };

  it('registers people over the bus, follows what becomes of them, and is made again from the log', async () => {
    const [ada, bob, eve] = [somebody(), somebody(), somebody()];
    const letters = newsletter();
    await letters.start();
    const id = await join(letters, ada);
    await join(letters, bob);
    await eventually('both are on the list', () => listed(letters).length === 2);
    expect(letters.readers.get(id)).toEqual({ email: ada.email, locale: 'fr' });

    await harness.api.http.delete('/v1/users/me').set('Authorization', basic(bob)).expect(204);
    await eventually('the erased is off the list', () => listed(letters).length === 1);
    await letters.stop();

    // While it is away things go on; then it starts with an empty list.
    await harness.activated(eve);
    const restarted = newsletter();
    expect(listed(restarted)).toEqual([]);
    await restarted.start();
    expect(listed(restarted)).toEqual([ada.email, eve.email]);
    const late = somebody();
    await harness.activated(late);
    await eventually('it goes on with the news', () => listed(restarted).includes(late.email));
    expect(listed(restarted)).toEqual([ada.email, eve.email, late.email]);
    await restarted.stop();
  });

  it('asks over the bus how to greet somebody', async () => {
    const letters = newsletter();
    const id = await join(letters, somebody(), 'Ada');
    expect(await letters.nameOf(id)).toBe('Ada');
    await expect(letters.nameOf(randomUUID())).rejects.toThrow('user-unknown');
  });

  it('hears why somebody could not be signed up', async () => {
    await expect(newsletter().signUp({ email: 'nobody', password: 'x' })).rejects.toThrow('validation-failed');
  });
});
