import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PORT_COMES_BACK_MS = 5_000;

/** A way to a server that can be shut: connections are refused then, as where nobody listens. */
export class ProviderDoor {
  #target: URL | null = null;
  #server: Server;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = this.#newServer();
  }

  static async open(): Promise<ProviderDoor> {
    const door = new ProviderDoor();
    await door.#listen();
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where it leads, before anyone comes. */
  leadTo(url: string): void {
    this.#target = new URL(url);
  }

  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Opens it at the same address, as soon as the system gives that back. */
  async reopen(): Promise<void> {
    for (const deadline = Date.now() + PORT_COMES_BACK_MS; ; await pause(50)) {
      this.#server = this.#newServer();
      try {
        await this.#listen();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #newServer(): Server {
    return createServer((caller) => {
      const target = this.#target;
      if (target === null) {
        caller.destroy();
        return;
      }
      const server = connect(Number(target.port), target.hostname);
      for (const [socket, other] of [
        [caller, server],
        [server, caller],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }
}
