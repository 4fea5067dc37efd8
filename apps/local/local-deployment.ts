import type { EmbeddedPostgres } from '@gatehouse/embedded-postgres';
import type { ServiceProcess } from './service-process.js';

type Part = 'api' | 'worker' | 'sandbox' | 'database';

interface Stoppable {
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Nobody loses what they still work with: the API has finished before the worker, and all of them before the data. */
const CLOSING_ORDER: readonly Part[] = ['api', 'worker', 'sandbox', 'database'];

/** What runs, and the order in which it stops. */
export class LocalDeployment {
  readonly #open = new Map<Part, Stoppable>();
  readonly #services: ServiceProcess[] = [];

  database(database: EmbeddedPostgres): EmbeddedPostgres {
    this.#open.set('database', database);
    return database;
  }

  service(part: Exclude<Part, 'database'>, service: ServiceProcess): ServiceProcess {
    this.#open.set(part, service);
    this.#services.push(service);
    return service;
  }

  /** Resolves when a part ends that nobody has stopped. */
  get broken(): Promise<string> {
    const endings = [...this.#open].map(([part, { ended }]) =>
      ended.then((how) => `the ${part} ended unexpectedly (${how}), so everything else stops too`),
    );
    return Promise.race(endings);
  }

  async close(): Promise<void> {
    for (const part of CLOSING_ORDER) await this.#open.get(part)?.stop();
  }

  /** The database stops in good order even so. */
  hasten(): void {
    for (const service of this.#services) service.kill();
  }
}
