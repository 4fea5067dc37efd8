import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import type { CloudEvent } from '@gatehouse/platform/events';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { Administration } from '../support/administration.js';
import { somebody } from '../support/api.js';
import { installedNatsVersion, NatsServer } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';

/** The configuration that compose runs, on a port and in a folder of the test's own, and as the installed server knows it. */
const configuration = async (): Promise<string> =>
  (await readFile(new URL('../../docker/nats.conf', import.meta.url), 'utf8'))
    .replace(/^listen: .*$/m, '')
    .replace(/^ {2}store_dir: .*$/m, '  store_dir: $NATS_STORE_DIRECTORY')
    .replace(/^ {2}sync_interval: .*$/m, (await installedNatsVersion()).startsWith('2.9.') ? '' : '$&');

const SECRETS = {
  NATS_SERVER_NAME: 'nats',
  NATS_STORE_KEY: 'a-key-of-the-test',
  NATS_GATEHOUSE_PASSWORD: 'service-of-the-test',
  NATS_NEWSLETTER_PASSWORD: 'letters-of-the-test',
};

describe('the configuration of the broker', () => {
  it('has what was acknowledged on disk', async () => {
    const text = await readFile(new URL('../../docker/nats.conf', import.meta.url), 'utf8');
    expect(text).toMatch(/^jetstream \{[^}]*^ {2}sync_interval: always$/m);
  });
});

describe('the broker as it is configured', () => {
  let server: NatsServer;
  let harness: ServiceHarness;
  let newsletter: NatsConnection;

  beforeAll(async () => {
    server = await NatsServer.start({ configuration: await configuration(), environment: SECRETS });
    harness = await ServiceHarness.open({
      environment: {
        NATS_URL: server.url.replace('//', `//gatehouse:${SECRETS.NATS_GATEHOUSE_PASSWORD}@`),
        NATS_FOLLOWERS: 'default:newsletter',
      },
    });
    newsletter = await connect({ servers: server.url, user: 'newsletter', pass: SECRETS.NATS_NEWSLETTER_PASSWORD });
    await eventually('the service is there', () =>
      request('RegisterUser', {}).then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(async () => {
    await newsletter?.close();
    await harness?.close();
    await server?.close();
  });

  const request = async (subject: string, body: unknown, application?: string) => {
    const given = headers();
    if (application !== undefined) given.set('Gatehouse-Application', application);
    const answer = await newsletter.request(`gatehouse.commands.${subject}`, JSON.stringify(body), {
      timeout: 5_000,
      headers: given,
    });
    return answer.json<Record<string, unknown>>();
  };
  const applicationOf = async (email: string) =>
    (await harness.db.sql`select application from gatehouse.users where email = ${email}`)[0]?.['application'];

  it('lets a context send the commands that it may, for its application', async () => {
    const person = somebody();
    expect(await request('RegisterUser', person)).toMatchObject({ email: person.email, state: 'pending' });
    expect(await applicationOf(person.email)).toBe('default');
  });

  it('lets it speak for no other application, whatever it says', async () => {
    await new Administration(harness.api, harness.db).createApplication('blog');
    const person = somebody();
    expect(await request('RegisterUser', person, 'blog')).toMatchObject({ code: 'application-unknown' });
    await expect(request('blog.RegisterUser', person)).rejects.toThrow();
    await expect(request('default.RegisterUser', person)).rejects.toThrow();
    expect(await applicationOf(person.email)).toBeUndefined();
  });

  it.each(['EraseUser', 'ActivateUser', 'SuspendUser', 'DispatchActivationCode', 'ResetPassword'])(
    'refuses it %s, which is not granted',
    async (command) => {
      await expect(request(command, {})).rejects.toThrow(/no responders|[Pp]ermissions? [Vv]iolation/);
    },
  );

  it.each([
    'gatehouse.durable.commands.ResendActivationCode',
    'gatehouse.durable.commands.blog.RegisterUser',
    'gatehouse.events.default.user.activated.v1',
    'gatehouse.dead.commands.RegisterUser',
    '$JS.API.STREAM.DELETE.GATEHOUSE_EVENTS',
    '$JS.API.CONSUMER.CREATE.GATEHOUSE_EVENTS',
    '$JS.API.STREAM.MSG.GET.GATEHOUSE_EVENTS',
    'gatehouse.api.STREAM.INFO.GATEHOUSE_EVENTS',
    'gatehouse.api.CONSUMER.MSG.NEXT.GATEHOUSE_EVENTS.another',
  ])('lets it write nothing to %s', async (subject) => {
    await expect(newsletter.request(subject, '{}', { timeout: 1_000 })).rejects.toThrow();
  });

  describe('lets a context ask', () => {
    const ask = async (subject: string, body: unknown, key: string, application?: string) => {
      const given = headers();
      given.set('Authorization', `Bearer ${key}`);
      if (application !== undefined) given.set('Gatehouse-Application', application);
      const asked = `gatehouse.queries.${subject}`;
      return (await newsletter.request(asked, JSON.stringify(body), { timeout: 5_000, headers: given })).json();
    };
    let key: string;
    beforeAll(async () => {
      key = (await new Administration(harness.api, harness.db).keyOf()).key;
    });

    it('the queries that it may, about its application', async () => {
      const person = somebody();
      const { id: userId } = await request('RegisterUser', person);
      expect(await ask('FindUser', { userId }, key)).toMatchObject({ id: userId, email: person.email });
      expect(await ask('FindUser', { userId }, `${key}x`)).toMatchObject({ code: 'token-invalid' });
    });

    it('about no other application, whatever it says', async () => {
      const administration = new Administration(harness.api, harness.db);
      await administration.createApplication('letters');
      const { key: foreign } = await administration.keyOf('letters');
      const userId = await harness.api.activated(somebody(), 'letters');
      expect(await ask('FindUser', { userId }, key)).toMatchObject({ code: 'user-unknown' });
      expect(await ask('FindUser', { userId }, foreign)).toMatchObject({ code: 'token-invalid' });
      expect(await ask('FindUser', { userId }, foreign, 'letters')).toMatchObject({ code: 'application-unknown' });
      await expect(ask('letters.FindUser', { userId }, foreign)).rejects.toThrow();
      await expect(ask('default.FindUser', { userId }, key)).rejects.toThrow();
    });

    it.each(['FindUsers', 'SearchUsers', 'FindProfile', 'FindTimeline', 'FindApplication'])(
      'nothing by %s, which is not granted',
      async (query) => {
        await expect(ask(query, {}, key)).rejects.toThrow(/no responders|[Pp]ermissions? [Vv]iolation/);
      },
    );
  });

  it('lets nobody in without a password', async () => {
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/[Aa]uthorization/);
    const wrong = { servers: server.url, user: 'gatehouse', pass: 'wrong', reconnect: false };
    await expect(connect(wrong)).rejects.toThrow(/[Aa]uthorization/);
  });

  it('gives it its application’s events, from the beginning, until it has acknowledged them', async () => {
    const person = somebody();
    const { id } = await request('RegisterUser', person);
    const consumer = await jetstream(newsletter, { apiPrefix: 'gatehouse.api' }).consumers.get(
      'GATEHOUSE_EVENTS',
      'newsletter',
    );
    const seen: CloudEvent[] = [];
    await eventually('its own event', async () => {
      const message = await consumer.next({ expires: 1_000 });
      if (message) {
        seen.push(message.json<CloudEvent>());
        await message.ackAck();
      }
      return seen.some(({ subject, type }) => subject === id && type === 'user.registered.v1');
    });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(new Set(seen.map(({ source }) => source))).toEqual(new Set(['/applications/default']));
  });

  it('takes a durable command, and tells what became of one that cannot be done', async () => {
    const dead = newsletter.subscribe('gatehouse.dead.commands.>', { max: 1 });
    const person = somebody();
    const send = (body: unknown, id: string) => {
      const given = headers();
      given.set('Nats-Msg-Id', id);
      return newsletter.request('gatehouse.durable.commands.RegisterUser', JSON.stringify(body), {
        timeout: 5_000,
        headers: given,
      });
    };
    expect((await send(person, 'sign-up-1')).json()).toMatchObject({ stream: 'GATEHOUSE_COMMANDS' });
    expect((await send({ email: 'nobody', password: person.password }, 'sign-up-2')).json()).toMatchObject({
      stream: 'GATEHOUSE_COMMANDS',
    });
    await eventually('the person is registered', async () => (await applicationOf(person.email)) === 'default');
    for await (const letter of dead) {
      expect(letter.subject).toBe('gatehouse.dead.commands.RegisterUser');
      expect(letter.json()).toMatchObject({ code: 'validation-failed', messageId: 'sign-up-2', attempts: 1 });
      expect(letter.string()).not.toContain(person.password);
    }
  });

  it('keeps what waits for its turn unreadable on disk', async () => {
    const own = await connect({ servers: server.url, user: 'gatehouse', pass: SECRETS.NATS_GATEHOUSE_PASSWORD });
    try {
      const stream = (await jetstreamManager(own)).streams;
      const person = somebody();
      const { id } = await request('RegisterUser', person);
      await eventually('its event', async () => {
        const last = await stream.getMessage('GATEHOUSE_EVENTS', {
          last_by_subj: 'gatehouse.events.default.user.registered.v1',
        });
        return last?.string().includes(String(id)) ?? false;
      });
      expect(await server.holds('')).toBe(true);
      expect(await server.holds(person.email)).toBe(false);
    } finally {
      await own.close();
    }
  });
});
