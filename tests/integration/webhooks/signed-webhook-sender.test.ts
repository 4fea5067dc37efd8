import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { Webhook } from 'standardwebhooks';
import {
  AddressGuard,
  GuardedDestinations,
  type Resolve,
} from '../../../libs/webhooks/adapters/undici/address-guard.js';
import {
  SignedWebhookSender,
  type WebhookDispatcher,
  webhookDispatcher,
} from '../../../libs/webhooks/adapters/undici/signed-webhook-sender.js';
import { Receiver } from '../../support/webhooks/receiver.js';

const SECRETS = ['a', 'b'].map((fill) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`);
const LOCAL: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];

describe('a webhook on its way', () => {
  let receiver: Receiver;
  const dispatchers: WebhookDispatcher[] = [];

  beforeEach(async () => {
    receiver = await Receiver.open();
  });
  afterEach(async () => {
    await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.destroy()));
    await receiver.close();
  });

  const event = {
    id: randomUUID(),
    application: 'shop',
    subject: randomUUID(),
    type: 'user.activated.v1',
    data: { userId: 'x', name: 'Zoë ✓' },
    occurredAt: new Date('2026-11-21T09:00:00Z'),
  };
  const sender = ({
    allowed = ['127.0.0.0/8'],
    resolve = (async () => LOCAL) as Resolve,
    timeoutMs = 2_000,
    allowHttp = true,
  } = {}) => {
    const guard = new AddressGuard(allowed);
    const dispatcher = webhookDispatcher(guard, resolve);
    dispatchers.push(dispatcher);
    const destinations = new GuardedDestinations(guard, { allowHttp, ports: null });
    return new SignedWebhookSender({ dispatcher, destinations, now: () => new Date(), timeoutMs });
  };
  const send = (options: Parameters<typeof sender>[0] = {}, url = receiver.url, secrets = SECRETS.slice(0, 1)) =>
    sender(options).send({ url, event, secrets });

  it('is a CloudEvent that a verifier of Standard Webhooks takes', async () => {
    expect(await send()).toMatchObject({ status: 204, fault: null });
    const [received] = receiver.received;
    expect(received?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-id': event.id,
    });
    const headers = received?.headers as Record<string, string>;
    expect(new Webhook(SECRETS[0] ?? '').verify(received?.body ?? '', headers)).toMatchObject({
      specversion: '1.0',
      id: event.id,
      source: '/applications/shop',
      type: 'user.activated.v1',
      time: '2026-11-21T09:00:00.000Z',
      data: event.data,
    });
    expect(() => new Webhook(SECRETS[1] ?? '').verify(received?.body ?? '', headers)).toThrow();
    expect(() => new Webhook(SECRETS[0] ?? '').verify(`${received?.body} `, headers)).toThrow();
  });

  it('carries a signature by each secret while one takes the other’s place', async () => {
    await send({}, receiver.url, SECRETS);
    const [received] = receiver.received;
    for (const secret of SECRETS) {
      const verified = new Webhook(secret).verify(received?.body ?? '', received?.headers as Record<string, string>);
      expect(verified).toMatchObject({ id: event.id });
    }
  });

  it.each([[301], [302], [303], [307], [308]])('goes nowhere else: %d', async (status) => {
    const other = await Receiver.open();
    receiver.status(status, { Location: other.url });
    expect(await send()).toMatchObject({ status });
    expect([receiver.received.length, other.connections]).toEqual([1, 0]);
    await other.close();
  });

  it('hears how long it should wait', async () => {
    receiver.status(429, { 'Retry-After': '120' });
    expect(await send()).toMatchObject({ status: 429, retryAfterSeconds: 120 });
    receiver.status(503, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() });
    expect((await send()).retryAfterSeconds).toBeGreaterThan(50);
    receiver.status(503, { 'Retry-After': '1e9' });
    expect((await send()).retryAfterSeconds).toBeUndefined();
  });

  it('waits for no answer longer than it may', async () => {
    receiver.answer = () => undefined;
    expect(await send({ timeoutMs: 100 })).toMatchObject({ status: null, fault: 'timeout' });
  });

  it('takes the status for the answer when the body never ends', async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(65_536)), 5);
      response.on('close', () => clearInterval(more));
    };
    expect(await send({ timeoutMs: 1_000 })).toMatchObject({ status: 200 });
  });

  it('takes a broken connection for a fault', async () => {
    receiver.answer = (response) => response.socket?.destroy();
    expect(await send()).toMatchObject({ status: null, fault: 'connection-reset' });
  });

  it('never connects to an address that is not allowed, however it is written', async () => {
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'inside.example', 'localhost']) {
      const url = `http://${host}:${receiver.port}/hooks`;
      expect(await send({ allowed: [] }, url)).toMatchObject({ status: null, fault: 'address-refused' });
    }
    expect(receiver.connections).toBe(0);
  });

  it('is not lured inside by a name that changes after it was looked at', async () => {
    let asked = 0;
    // 192.0.2.1 stands for a public address; the next answer leads inside.
    const resolve: Resolve = async () => (asked++ === 0 ? [{ address: '192.0.2.1', family: 4 }] : LOCAL);
    const guarded = sender({ allowed: ['192.0.2.0/24'], resolve, timeoutMs: 300 });
    const url = `http://rebinding.example:${receiver.port}/hooks`;
    const first = await guarded.send({ url, event, secrets: SECRETS });
    expect([first.status, asked]).toEqual([null, 1]);
    expect(await guarded.send({ url, event, secrets: SECRETS })).toMatchObject({ fault: 'address-refused' });
    expect(receiver.connections).toBe(0);
  });

  it('keeps to https where the rules have become stricter', async () => {
    expect(await send({ allowHttp: false })).toMatchObject({ fault: 'address-refused' });
    expect(receiver.connections).toBe(0);
  });
});
