import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How many are opened at once: a listener's backlog holds no more. */
const AT_ONCE = 200;

/** Many connections at the same time, of which each does next to nothing. */
export class Crowd {
  readonly #sockets = new Set<Socket>();
  /** How many the service has closed. */
  closed = 0;

  readonly #address: URL;

  private constructor(address: URL) {
    this.#address = address;
  }

  /**
   * Opens so many, each of which sends `first`, and has been answered when that is a whole request.
   * @throws Error when one is refused
   */
  static async open(url: string, count: number, first: string, isAnswered: boolean): Promise<Crowd> {
    const crowd = new Crowd(new URL(url));
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      const few = Math.min(AT_ONCE, count - opened);
      await Promise.all(Array.from({ length: few }, () => crowd.#join(first, isAnswered)));
    }
    return crowd;
  }

  get open(): number {
    return this.#sockets.size;
  }

  /** Each sends one more piece in every second, until `seconds` have passed. */
  async drip(piece: string, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      for (const socket of this.#sockets) socket.write(piece);
      await pause(1_000);
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(first: string, isAnswered: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.#address.hostname, port: Number(this.#address.port) });
      socket.once('connect', () => {
        this.#sockets.add(socket);
        socket.write(first);
        if (!isAnswered) resolve();
      });
      socket.once('error', reject);
      socket.once('data', () => resolve());
      socket.resume();
      socket.once('close', () => {
        if (this.#sockets.delete(socket)) this.closed += 1;
      });
    });
  }
}
