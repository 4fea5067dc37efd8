import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Administration } from '../support/administration.js';
import { ApiHarness, somebody } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ServiceProcess } from '../support/service-process.js';
import { SilentProxy } from '../support/silent-proxy.js';

/** A service that takes requests and never answers. */
class Silent {
  /** The first request has come. */
  readonly asked: Promise<void>;
  readonly #server: Server;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.asked = promise;
    this.#server = createServer(() => resolve());
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Anyone who misses ten seconds exits with 1: `not stopped within 10 s, given up`. */
describe('a worker that is told to stop ends in order and in time', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let provider: Silent;
  let receiver: Silent;
  let receiverUrl: string;
  let proxy: SilentProxy;
  let broker: NatsServer;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    db = await createTestDatabase();
    [provider, receiver] = [new Silent(), new Silent()];
    [api, proxy, broker] = await Promise.all([ApiHarness.open(db), SilentProxy.open(db.url), NatsServer.start()]);
    receiverUrl = await receiver.open();
    environment = { DATABASE_URL: proxy.url, MAIL_BASE_URL: await provider.open(), NATS_URL: broker.url };
  });
  afterEach(async () => {
    provider.close();
    receiver.close();
    await Promise.all([api.close(), proxy.close(), broker.close()]);
    await db.drop();
  });

  it('while a provider takes all the time that it has', async () => {
    const worker = await ServiceProcess.start('worker', environment);
    await api.register(somebody());
    await provider.asked;
    expect(await worker.stop()).toBe(0);
  });

  it('while the receiver of a webhook does', async () => {
    const admin = new Administration(api, db);
    await admin.createApplication('shop');
    const { key } = await admin.keyOf('shop');
    const worker = await ServiceProcess.start('worker', environment);
    expect((await admin.call(key, 'post', '/v1/admin/webhooks').send({ url: receiverUrl })).status).toBe(201);
    await api.register(somebody(), 'shop');
    await receiver.asked;
    expect(await worker.stop()).toBe(0);
  });

  it('while the database says nothing', async () => {
    const worker = await ServiceProcess.start('worker', environment);
    await api.register(somebody());
    proxy.fallSilent();
    await api.register(somebody());
    expect(await worker.stop()).toBe(0);
  });

  it('while neither the database nor the collector of its traces says anything', async () => {
    const collector = new Silent();
    const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.open() };
    const worker = await ServiceProcess.start('worker', { ...environment, ...traces });
    await api.register(somebody());
    await collector.asked;
    proxy.fallSilent();
    await api.register(somebody());
    expect(await worker.stop()).toBe(0);
    collector.close();
  });

  it('while broker, provider and receiver all say nothing', async () => {
    const admin = new Administration(api, db);
    await admin.createApplication('shop');
    const { key } = await admin.keyOf('shop');
    const worker = await ServiceProcess.start('worker', environment);
    expect((await admin.call(key, 'post', '/v1/admin/webhooks').send({ url: receiverUrl })).status).toBe(201);
    broker.freeze();
    await api.register(somebody(), 'shop');
    await Promise.all([provider.asked, receiver.asked]);
    expect(await worker.stop()).toBe(0);
  });

  it('while the broker is gone, with events on their way', async () => {
    const worker = await ServiceProcess.start('worker', environment);
    await Promise.all(Array.from({ length: 10 }, () => api.register(somebody())));
    await broker.kill();
    await Promise.all(Array.from({ length: 10 }, () => api.register(somebody())));
    expect(await worker.stop()).toBe(0);
  });
});
