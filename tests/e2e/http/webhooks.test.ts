import type { WebhookDelivery, WebhookWithSecret } from '@gatehouse/webhooks/contract';
import { Webhook as Verifier } from 'standardwebhooks';
import { Administration } from '../../support/administration.js';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { ServiceHarness } from '../../support/service-harness.js';
import { Receiver } from '../../support/webhooks/receiver.js';

const PATH = '/v1/admin/webhooks';

describe('webhooks, from the event to the receiver', () => {
  let harness: ServiceHarness;
  let admin: Administration;
  let key: string;
  let receiver: Receiver;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
    admin = new Administration(harness.api, harness.db);
    await admin.createApplication('shop');
    key = (await admin.keyOf('shop')).key;
    receiver = await Receiver.open();
  });
  afterAll(async () => {
    await harness.close();
    await receiver.close();
  });

  const call = async (method: 'get' | 'post' | 'patch' | 'delete', path = '', body?: object) => {
    const request = admin.call(key, method, `${PATH}${path}`);
    const answer = await (body ? request.send(body) : request);
    const template = path
      .replace(/^\/[0-9a-f-]{36}/, '/{id}')
      .replace(/deliveries\/[^/]+\//, 'deliveries/{deliveryId}/')
      .replace(/\?.*/, '');
    harness.api.expectDocumented(`${method.toUpperCase()} ${PATH}${template}`, answer);
    return answer;
  };
  const make = async (types?: string[]): Promise<WebhookWithSecret> => {
    const made = await call('post', '', { url: receiver.url, ...(types && { types }) });
    expect(made.status).toBe(201);
    return made.body as WebhookWithSecret;
  };
  const deliveriesOf = async ({ id }: WebhookWithSecret, query = '') =>
    ((await call('get', `/${id}/deliveries${query}`)).body as { deliveries: WebhookDelivery[] }).deliveries;

  it('receive what happened, signed, and show what came of it', async () => {
    const webhook = await make(['user.registered.v1']);
    const person = somebody();
    const userId = await harness.api.register(person, 'shop');
    await eventually('the event comes', () => receiver.of('user.registered.v1').length > 0);
    const [received] = receiver.of('user.registered.v1');
    const verified = new Verifier(webhook.secret).verify(
      received?.body ?? '',
      received?.headers as Record<string, string>,
    );
    expect(verified).toMatchObject({
      type: 'user.registered.v1',
      subject: userId,
      source: '/applications/shop',
      data: { userId, email: person.email },
    });
    expect(received?.body).not.toContain(person.password);
    await eventually('it is noted', async () => (await deliveriesOf(webhook, '?state=delivered')).length === 1);
    expect(await deliveriesOf(webhook)).toMatchObject([{ type: 'user.registered.v1', answers: [{ status: 204 }] }]);
    expect(JSON.stringify((await call('get')).body)).not.toContain('whsec_');
  });

  it('get it again when they refuse it, and when somebody asks for it', async () => {
    const webhook = await make(['nothing.v1']);
    let refusals = 0;
    receiver.answer = (response) => response.writeHead(refusals++ === 0 ? 500 : 200, { 'Retry-After': '0' }).end();
    const ping = await call('post', `/${webhook.id}/ping`);
    expect(ping.status).toBe(202);
    const { deliveryId } = ping.body as { deliveryId: string };
    await eventually(
      'it is delivered',
      async () => (await deliveriesOf(webhook, '?state=delivered')).length === 1,
      20_000,
    );
    const pings = receiver.of('webhook.pinged.v1');
    expect(new Set(pings.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveriesOf(webhook)).toMatchObject([
      { id: deliveryId, answers: [{ status: 200 }, { status: 500 }] },
    ]);

    expect(await call('post', `/${webhook.id}/deliveries/${deliveryId}/replay`)).toMatchObject({ status: 202 });
    await eventually('it comes again', () => receiver.of('webhook.pinged.v1').length === 3);
    const range = { from: '2026-01-01T00:00:00Z', delivered: true };
    await eventually('it is noted', async () => (await deliveriesOf(webhook, '?state=delivered')).length === 1);
    const replay = await call('post', `/${webhook.id}/replay`, range);
    expect(replay.body).toEqual({ replayed: 1, nextAfter: null });
    await eventually('and again', () => receiver.of('webhook.pinged.v1').length === 4);
  });

  it('have two signatures for a while after a rotation', async () => {
    const webhook = await make(['nothing.v1']);
    receiver.status(204);
    const rotated = await call('post', `/${webhook.id}/secret`, { overlapSeconds: 600 });
    expect(rotated).toMatchObject({ status: 201, body: { previousSecretUntil: expect.any(String) } });
    const { secret } = rotated.body as WebhookWithSecret;
    expect(secret).not.toBe(webhook.secret);
    await call('post', `/${webhook.id}/ping`);
    const arrived = () =>
      receiver
        .of('webhook.pinged.v1')
        .find(({ body }) => (JSON.parse(body) as { subject: string }).subject === webhook.id);
    await eventually('the test comes', () => arrived() !== undefined);
    for (const each of [secret, webhook.secret]) {
      expect(() => new Verifier(each).verify(arrived()?.body ?? '', arrived()?.headers as never)).not.toThrow();
    }
  });

  it('are changed, switched off and deleted', async () => {
    const { id } = await make();
    const changed = await call('patch', `/${id}`, { types: ['b.v1', 'a.v1', 'b.v1'], description: 'for tests' });
    expect(changed.body).toMatchObject({ types: ['a.v1', 'b.v1'], description: 'for tests', state: 'enabled' });
    expect((await call('patch', `/${id}`, { enabled: false })).body).toMatchObject({ disabledReason: 'operator' });
    expect((await call('patch', `/${id}`, { enabled: true, types: null })).body).toMatchObject({
      state: 'enabled',
      types: null,
    });
    expect(await call('delete', `/${id}`)).toMatchObject({ status: 204 });
    expect(await call('delete', `/${id}`)).toMatchObject({ status: 404, body: { code: 'webhook-unknown' } });
    const acts = await harness.db.sql<{ act: string }[]>`
      select act from gatehouse.audit_log where subject = ${id} order by position`;
    expect(acts.map(({ act }) => act)).toEqual([
      'webhook.created',
      'webhook.changed',
      'webhook.changed',
      'webhook.changed',
      'webhook.deleted',
    ]);
  });

  it('lead nowhere inside', async () => {
    for (const url of [
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'ftp://shop.example/',
      'https://a:b@shop.example/',
    ]) {
      const refused = await call('post', '', { url });
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/url', code: 'webhook-url-refused' }] },
      });
    }
    // A name is looked at when it is connected to.
    const { id } = await make(['nothing.v1']);
    await call('patch', `/${id}`, { url: `http://[::ffff:127.0.0.1]:${receiver.port}/` });
    const range = await call('post', `/${id}/replay`, { from: '2026-11-21T00:00:60Z' });
    expect(range).toMatchObject({ status: 422, body: { errors: [{ pointer: '/from' }] } });
  });
});
