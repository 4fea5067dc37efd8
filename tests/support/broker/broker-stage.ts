import { Writable } from 'node:stream';
import { createLogger } from '@gatehouse/platform/logging';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Administration, newSlug } from '../administration.js';
import { ApiHarness } from '../api.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { eventually } from '../eventually.js';
import { NatsServer } from './nats-server.js';

/** An API that serves the broker, an application of its own, and a caller who is connected. */
export class BrokerStage {
  private constructor(
    readonly server: NatsServer,
    readonly db: TestDatabase,
    readonly api: ApiHarness,
    readonly connection: NatsConnection,
    readonly administration: Administration,
    readonly shop: string,
    /** What the API has logged. */
    readonly logged: readonly string[],
  ) {}

  /** @param subject of which any part is served as soon as all of them are: `gatehouse.commands` */
  static async open(subject: string, options: Parameters<typeof NatsServer.start>[0] = {}): Promise<BrokerStage> {
    const [server, db] = await Promise.all([NatsServer.start(options), createTestDatabase()]);
    const logged: string[] = [];
    const log = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        logged.push(chunk.toString());
        done();
      },
    });
    const api = await ApiHarness.open(db, {
      environment: { NATS_URL: server.url },
      logger: createLogger({ environment: 'production', logLevel: 'trace' }, 'tests', log),
    });
    const connection = await connect({ servers: server.url });
    const administration = new Administration(api, db);
    const shop = newSlug();
    await administration.createApplication(shop);
    await eventually('the service is there', () =>
      connection.request(`${subject}.Nothing`, '{}', { timeout: 1_000 }).then(
        () => true,
        () => false,
      ),
    );
    return new BrokerStage(server, db, api, connection, administration, shop, logged);
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.api.close();
    await Promise.all([this.server.close(), this.db.drop()]);
  }
}
