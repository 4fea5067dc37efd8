import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Container } from 'inversify';
import { NatsServer } from '../broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { ServiceHarness } from '../service-harness.js';
import { SilentProxy } from '../silent-proxy.js';
import { Prometheus } from './prometheus.js';
import { impatientRules } from './rules.js';

/** API, worker, sandbox, broker and a list of breached passwords, scraped by a real Prometheus with our rules. */
export class WatchedService {
  #hasApi = true;

  private constructor(
    readonly db: TestDatabase,
    /** Between the service and its database. */
    readonly proxy: SilentProxy,
    readonly broker: NatsServer,
    readonly breaches: BreachList,
    readonly harness: ServiceHarness,
    readonly prometheus: Prometheus,
    readonly worker: Container,
  ) {}

  static async open(): Promise<WatchedService> {
    const [db, broker, breaches] = await Promise.all([createTestDatabase(), NatsServer.start(), BreachList.open()]);
    const proxy = await SilentProxy.open(db.url);
    let worker: Container | undefined;
    const harness = await ServiceHarness.open({
      db,
      adjustWorker: (container) => {
        worker = container;
      },
      environment: (url) => ({
        DATABASE_URL: proxy.url,
        DATABASE_POOL_SIZE: '4',
        NATS_URL: broker.url,
        MAIL_BASE_URL: url,
        SMS_BASE_URL: url,
        PASSWORD_BREACH_CHECK: 'on',
        PASSWORD_BREACH_BASE_URL: breaches.url,
      }),
    });
    const prometheus = await Prometheus.start({
      jobs: {
        'gatehouse-api': [harness.api.metricsUrl],
        'gatehouse-worker': [`${harness.workerUrl}/metrics`],
      },
      rules: impatientRules(),
    });
    if (!worker) throw new Error('No worker was composed');
    return new WatchedService(db, proxy, broker, breaches, harness, prometheus, worker);
  }

  async closeApi(): Promise<void> {
    this.#hasApi = false;
    await this.harness.api.close();
  }

  async close(): Promise<void> {
    this.proxy.speak();
    await this.prometheus.close();
    await this.harness.stopWorker();
    if (this.#hasApi) await this.harness.api.close();
    await this.harness.sandbox.close();
    await this.proxy.close();
    await Promise.all([this.broker.close(), this.breaches.close()]);
    await this.db.drop();
  }
}

/** A stand-in for the range API: no password is among its breaches. */
class BreachList {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<BreachList> {
    const server = createServer((_request, response) => response.writeHead(200).end(''));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BreachList(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
