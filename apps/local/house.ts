import type { EmbeddedPostgres } from '@gatehouse/embedded-postgres';
import type { Room } from './room.js';

type Part = 'api' | 'worker' | 'sandbox' | 'database';

interface Stoppable {
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Nobody loses what they still work with: the API has finished before the worker, and all of them before the data. */
const CLOSING_ORDER: readonly Part[] = ['api', 'worker', 'sandbox', 'database'];

/** What runs, and the order in which it stops. */
export class House {
  readonly #open = new Map<Part, Stoppable>();
  readonly #rooms: Room[] = [];

  database(database: EmbeddedPostgres): EmbeddedPostgres {
    this.#open.set('database', database);
    return database;
  }

  room(part: Exclude<Part, 'database'>, room: Room): Room {
    this.#open.set(part, room);
    this.#rooms.push(room);
    return room;
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
    for (const room of this.#rooms) room.kill();
  }
}
