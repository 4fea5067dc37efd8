import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Nothing passes any more, and neither side is told. */
  isLost: boolean;
}

/** How the proxy treats bytes from now on. */
type Weather = 'clear' | 'silent';

/** A TCP proxy in front of a database that cuts connections, keeps silent or is away when told to. */
export class DatabaseProxy {
  readonly #pairs = new Set<Pair>();
  #weather: Weather = 'clear';
  #cutAfter = Number.POSITIVE_INFINITY;
  #answered = 0;

  private constructor(
    private readonly server: Server,
    /** The database by way of the proxy. */
    readonly url: string,
  ) {}

  static async before(url: string): Promise<DatabaseProxy> {
    const target = new URL(url);
    const folder = target.searchParams.get('host');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const near = new URL(url);
    near.searchParams.delete('host');
    near.host = `127.0.0.1:${port}`;
    const proxy = new DatabaseProxy(server, near.href);
    const serverPort = Number(target.port || 5432);
    server.on('connection', (socket) =>
      proxy.#join(
        socket,
        folder
          ? connect({ path: `${folder}/.s.PGSQL.${serverPort}` })
          : connect({ host: target.hostname, port: serverPort }),
      ),
    );
    return proxy;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** For each connection that there is now, whether it is still there. */
  watch(): (() => boolean)[] {
    return [...this.#pairs].map((pair) => () => this.#pairs.has(pair));
  }

  /** Bytes that the database has answered since the last count began. */
  get answered(): number {
    return this.#answered;
  }

  startCount(): void {
    this.#answered = 0;
  }

  /** Lets so many bytes of answers through, then resets the connection that carries them. Once. */
  cutAfter(bytes: number): void {
    this.#answered = 0;
    this.#cutAfter = bytes;
  }

  /** Resets every connection. */
  cutAll(): void {
    for (const pair of this.#pairs) this.#cut(pair);
  }

  /** Takes connections and bytes, and passes nothing on, as where packets are dropped. */
  silence(): void {
    this.#weather = 'silent';
  }

  /** New connections get through; what was lost in the silence stays lost. */
  clear(): void {
    this.#weather = 'clear';
  }

  /** Loses the connections that there are, as a firewall that has been restarted; new ones get through. */
  lose(): void {
    for (const pair of this.#pairs) pair.isLost = true;
  }

  /** Takes no connections any more; those that are there stay. */
  refuse(): void {
    this.server.close();
  }

  close(): void {
    this.server.close();
    this.cutAll();
  }

  #join(near: Socket, far: Socket): void {
    const pair: Pair = { near, far, isLost: false };
    this.#pairs.add(pair);
    const passes = (): boolean => {
      pair.isLost ||= this.#weather === 'silent';
      return !pair.isLost;
    };
    near.on('data', (bytes) => passes() && far.write(bytes));
    far.on('data', (bytes) => passes() && this.#answer(pair, bytes));
    near.on('error', () => undefined).on('close', () => this.#end(pair));
    // In the silence an end is lost like everything else.
    far.on('error', () => undefined).on('end', () => passes() && near.end());
  }

  #answer(pair: Pair, bytes: Buffer): void {
    const allowed = this.#cutAfter - this.#answered;
    this.#answered += bytes.length;
    if (bytes.length < allowed) {
      pair.near.write(bytes);
      return;
    }
    this.#cutAfter = Number.POSITIVE_INFINITY;
    pair.far.pause();
    // A reset takes back what the system has not sent yet.
    if (allowed > 0) pair.near.write(bytes.subarray(0, allowed), () => setImmediate(() => this.#cut(pair)));
    else this.#cut(pair);
  }

  #cut(pair: Pair): void {
    pair.near.resetAndDestroy();
    this.#end(pair);
  }

  #end(pair: Pair): void {
    pair.far.destroy();
    this.#pairs.delete(pair);
  }
}
