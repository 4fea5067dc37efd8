import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openSpan, startTracing, traced } from '@gatehouse/platform/tracing';
import { freePort } from '../../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { ServiceProcess } from '../../support/service-process.js';

const SPANS = 20_000;
/** The queue, and a few batches that are on their way. */
const KEPT_AT_MOST = 4_096 + 4 * 512;

interface Batches {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly object[] }[] }[];
}

/** Takes batches of spans and says nothing, until it is asked to. */
class SilentCollector {
  spans = 0;
  requests = 0;
  readonly #waiting: ServerResponse[] = [];
  #answers = false;
  readonly #server = createServer(async (request, response) => {
    this.requests += 1;
    const { resourceSpans = [] } = (await json(request)) as Batches;
    for (const { scopeSpans } of resourceSpans) for (const { spans } of scopeSpans) this.spans += spans.length;
    if (this.#answers) response.end('{}');
    else this.#waiting.push(response);
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  speak(): void {
    this.#answers = true;
    for (const response of this.#waiting.splice(0)) response.end('{}');
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('a collector of traces that does not answer', () => {
  let collector: SilentCollector;
  let url: string;
  let db: TestDatabase | undefined;

  beforeEach(async () => {
    collector = new SilentCollector();
    url = await collector.open();
  });
  afterEach(async () => {
    collector.close();
    await db?.drop();
    db = undefined;
  });

  it('gets no more than a queue of spans, however many there were', async () => {
    const stop = await startTracing({ endpoint: url, ratio: 1, context: [] }, 'tests');
    openSpan('first').end();
    await eventually('it is asked', () => collector.requests > 0);
    for (let count = 0; count < SPANS; count++) await traced('one of many', {}, async () => undefined);
    collector.speak();
    await stop();
    expect(collector.spans).toBeGreaterThan(0);
    expect(collector.spans).toBeLessThanOrEqual(KEPT_AT_MOST);
  });

  it('keeps no process from ending in order', async () => {
    db = await createTestDatabase();
    const port = await freePort();
    const api = await ServiceProcess.start('api', {
      DATABASE_URL: db.url,
      PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
    });
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    await eventually('it is asked', () => collector.requests > 0);
    expect(await api.stop()).toBe(0);
  });
});
