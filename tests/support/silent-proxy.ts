import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands between a process and its database, and can fall silent as a network does that drops packets: nothing that is sent
 * arrives, nothing is answered, and no connection is closed. Those of before stay silent when it speaks again.
 */
export class SilentProxy {
  readonly #sockets = new Set<Socket>();
  #isSilent = false;
  #silencer: string | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.#serve(client));
  }

  /** @param port 0: a free one */
  static async open(databaseUrl: string, port = 0): Promise<SilentProxy> {
    const server = createServer({ pauseOnConnect: true }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new SilentProxy(server, new URL(databaseUrl));
  }

  /** Of the database, through here. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  fallSilent(): void {
    this.#isSilent = true;
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.removeAllListeners('data').pause();
    }
  }

  /** Falls silent as soon as a client says this; what it says is lost with its answer. */
  fallSilentAt(text: string): void {
    this.#silencer = text;
  }

  /** New connections get through again. */
  speak(): void {
    this.#isSilent = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  #serve(client: Socket): void {
    this.#keep(client);
    if (this.#isSilent) return;
    const database = connect(Number(this.target.port), this.target.hostname);
    this.#keep(database);
    client.on('data', (chunk: Buffer) => {
      if (this.#silencer !== undefined && chunk.includes(this.#silencer)) this.fallSilent();
    });
    client.pipe(database).pipe(client);
    client.once('close', () => database.destroy());
    database.once('close', () => {
      if (!this.#isSilent) client.destroy();
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
  }
}
