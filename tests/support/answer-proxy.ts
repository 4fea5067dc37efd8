import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Which answer is cut, counted from 0, and after how many bytes: before its last one where it has fewer. */
export interface Cut {
  readonly answer: number;
  readonly bytes: number;
}

const LISTEN = 'listen ';
const BIND_COMPLETE = '2'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
/** A type and a length, which counts itself. */
const HEADER = 5;

/**
 * A TCP proxy in front of a database that knows where an answer begins and ends (PostgreSQL manual, 55.7), and cuts the one
 * it is told to. Those of connections that listen do not count.
 */
export class AnswerProxy {
  #lengths: number[] = [];
  #cut: Cut | null = null;
  readonly #near = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(url: string): Promise<AnswerProxy> {
    const target = new URL(url);
    const [folder, port] = [target.searchParams.get('host'), Number(target.port || 5432)];
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const near = new URL(url);
    near.searchParams.delete('host');
    near.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const proxy = new AnswerProxy(server, near.href);
    server.on('connection', (socket) =>
      proxy.#join(
        socket,
        folder ? connect({ path: `${folder}/.s.PGSQL.${port}` }) : connect({ host: target.hostname, port }),
      ),
    );
    return proxy;
  }

  /** Counts answers from 0 again, and cuts one of them. */
  begin(cut: Cut | null = null): void {
    this.#lengths = [];
    this.#cut = cut;
  }

  /** Of the answers since `begin`, in bytes. */
  get lengths(): readonly number[] {
    return this.#lengths;
  }

  close(): void {
    this.server.close();
    for (const socket of this.#near) socket.destroy();
  }

  #join(near: Socket, far: Socket): void {
    this.#near.add(near);
    let isListening = false;
    let rest: Buffer = Buffer.alloc(0);
    let answer: Buffer[] = [];
    const take = (message: Buffer): void => {
      if (message[0] === BIND_COMPLETE || answer.length > 0) answer.push(message);
      else near.write(message);
      if (message[0] !== READY_FOR_QUERY || answer.length === 0) return;
      const whole = Buffer.concat(answer);
      answer = [];
      if (isListening) near.write(whole);
      else this.#tell(near, whole);
    };
    near.on('data', (bytes) => {
      isListening ||= bytes.includes(LISTEN);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      // Whether there is TLS: no message yet.
      if (bytes.length === 1) {
        near.write(bytes);
        return;
      }
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= HEADER && rest.length > rest.readUInt32BE(1)) {
        const length = rest.readUInt32BE(1) + 1;
        take(rest.subarray(0, length));
        rest = rest.subarray(length);
      }
    });
    const end = (): void => {
      near.destroy();
      far.destroy();
      this.#near.delete(near);
    };
    for (const socket of [near, far]) socket.on('error', () => undefined).on('close', end);
  }

  #tell(near: Socket, answer: Buffer): void {
    const cut = this.#cut?.answer === this.#lengths.length ? this.#cut : null;
    this.#lengths.push(answer.length);
    if (!cut) {
      near.write(answer);
      return;
    }
    const part = answer.subarray(0, Math.min(cut.bytes, answer.length - 1));
    this.#cut = null;
    // A reset takes back what the system has not sent yet.
    near.write(part, () => setImmediate(() => near.resetAndDestroy()));
  }
}
