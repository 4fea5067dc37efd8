import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { Administration } from '../support/administration.js';
import { ApiHarness, somebody } from '../support/api.js';
import { freePort, NatsServer } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { OtlpReceiver } from '../support/monitoring/otlp-receiver.js';
import { codeIn } from '../support/service-harness.js';
import { ServiceProcess } from '../support/service-process.js';
import { Receiver } from '../support/webhooks/receiver.js';

/** What a sign-up sets going, wherever it happens. */
const SPANS = [
  'gatehouse-api: POST /v1/users',
  'gatehouse-api: command RegisterUser',
  'gatehouse-worker: relay messages',
  'gatehouse-worker: job deliver-message',
  'gatehouse-worker: command DeliverMessage',
  'gatehouse-worker: provider sandbox',
  'gatehouse-worker: relay webhooks',
  'gatehouse-worker: job deliver-webhook',
  'gatehouse-worker: command DeliverWebhook',
  'gatehouse-worker: webhook',
  'gatehouse-worker: relay nats',
  'gatehouse-worker: publish user.registered.v1',
];

/** The provider, and what it is sent besides the message. */
class WatchedProvider {
  readonly headers: IncomingHttpHeaders[] = [];

  private constructor(
    private readonly server: Server,
    readonly sandbox: Sandbox,
  ) {}

  static async open(): Promise<WatchedProvider> {
    const sandbox = createSandbox();
    const target = await sandbox.listen(0);
    const server = createServer();
    const provider = new WatchedProvider(server, sandbox);
    server.on('request', async (request, response) => {
      provider.headers.push(request.headers);
      const { authorization = '', 'content-type': type = 'application/json' } = request.headers;
      const answer = await fetch(target + request.url, {
        method: request.method ?? 'POST',
        headers: { authorization, 'content-type': type },
        body: await buffer(request),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.sandbox.close();
  }
}

describe('a sign-up that is traced', () => {
  const traceId = randomBytes(16).toString('hex');
  const callersSpan = randomBytes(8).toString('hex');
  const person = { ...somebody(), name: 'Ada', surname: 'Lovelace' };
  const published: Msg[] = [];
  let db: TestDatabase;
  let broker: NatsServer;
  let connection: NatsConnection;
  let collector: OtlpReceiver;
  let provider: WatchedProvider;
  let hooks: Receiver;
  let api: ServiceProcess;
  let worker: ServiceProcess;
  let digits: string;

  beforeAll(async () => {
    [db, broker, collector, provider, hooks] = await Promise.all([
      createTestDatabase(),
      NatsServer.start(),
      OtlpReceiver.open(),
      WatchedProvider.open(),
      Receiver.open(),
    ]);
    connection = await connect({ servers: broker.url });
    connection.subscribe('gatehouse.events.>', { callback: (_error, message) => void published.push(message) });
    await orderWebhook();
    const port = await freePort();
    const environment = {
      DATABASE_URL: db.url,
      NATS_URL: broker.url,
      MAIL_BASE_URL: provider.url,
      LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      TRACE_CONTEXT_TO: 'nats,webhooks',
    };
    [api, worker] = await Promise.all([
      ServiceProcess.start('api', { ...environment, PORT: String(port) }),
      ServiceProcess.start('worker', environment),
    ]);
    const answer = await fetch(`http://127.0.0.1:${port}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${callersSpan}-01` },
      body: JSON.stringify(person),
    });
    expect(answer.status).toBe(201);
    await eventually('all its spans have arrived', () => SPANS.every((name) => names().includes(name)), 60_000);
    const [mail] = provider.sandbox.store.list({ to: person.email, limit: 1 });
    digits = (mail && codeIn(mail)) ?? '';
  }, 120_000);
  afterAll(async () => {
    await Promise.all([api?.stop(), worker?.stop()]);
    await connection?.close();
    await Promise.all([broker?.close(), collector?.close(), provider?.close(), hooks?.close()]);
    await db?.drop();
  });

  const names = () => collector.of(traceId).map(({ service, name }) => `${service}: ${name}`);

  async function orderWebhook(): Promise<void> {
    const harness = await ApiHarness.open(db);
    const admin = new Administration(harness, db);
    const { key } = await admin.keyOf();
    const webhook = { url: hooks.url, types: ['user.registered.v1'] };
    expect((await admin.call(key, 'post', '/v1/admin/webhooks').send(webhook)).status).toBe(201);
    await harness.close();
  }

  it('is one trace, from the caller to the answers of provider and receiver', () => {
    const spans = collector.of(traceId);
    const known = new Set([callersSpan, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId = '' }) => !known.has(parentSpanId))).toEqual([]);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === callersSpan).map(({ name }) => name)).toEqual([
      'POST /v1/users',
    ]);
  });

  it('leaves its trace with its events', async () => {
    const rows = await db.sql<{ trace: string }[]>`select trace_context as trace from gatehouse.event_log
      where type in ('user.registered.v1', 'activation-code.issued.v1')`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { trace } of rows) expect(trace).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  });

  it('has its ids in the lines of the log', async () => {
    await eventually('the request’s line is there', () => api.said(`"trace_id":"${traceId}"`));
    const lines = api.lines().filter((line) => line.includes(traceId));
    const spans = new Set(collector.of(traceId).map(({ spanId }) => spanId));
    for (const line of lines) expect(spans).toContain((JSON.parse(line) as { span_id: string }).span_id);
  });

  it('tells receivers that may know, and no others', () => {
    const ofTrace = new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`);
    expect(hooks.of('user.registered.v1').map(({ headers }) => headers['traceparent'])).toEqual([
      expect.stringMatching(ofTrace),
    ]);
    const sent = published.find((message) => message.subject.endsWith('.user.registered.v1'));
    expect(sent?.headers?.get('traceparent')).toMatch(ofTrace);
    expect(provider.headers.length).toBeGreaterThan(0);
    expect(provider.headers.flatMap((headers) => headers['traceparent'] ?? [])).toEqual([]);
  });

  it('tells the collector nothing about the person', () => {
    expect(digits).toMatch(/^\d{4}$/);
    const told = JSON.stringify(
      collector.spans.map(({ name, attributes, service }) => ({ name, attributes, service })),
    );
    expect(told).toContain('RegisterUser');
    for (const secret of [
      person.email,
      person.email.split('@')[0] ?? '',
      person.password,
      'Ada',
      'Lovelace',
      '127.0.0.1',
    ])
      expect(told).not.toContain(secret);
    const values = collector.spans.flatMap(({ attributes }) => attributes.map(({ value }) => Object.values(value)[0]));
    expect(values.map(String)).not.toContain(digits);
  });
});
