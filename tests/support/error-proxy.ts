import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** An error as a server, or a pooler in front of one, sends it (PostgreSQL manual, 55.8). */
export interface SentError {
  /** SQLSTATE. */
  readonly code: string;
  /** FATAL: the connection is closed behind it. */
  readonly severity: 'ERROR' | 'FATAL';
  /** To a session that begins, or to a statement. */
  readonly to: 'start' | 'statement';
  /** So many statements are passed on before: none by default. */
  readonly after?: number;
}

const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;
/** Messages behind which a client waits for an answer. */
const ENDS: readonly (number | undefined)[] = ['H', 'S', 'Q', 'p'].map((letter) => letter.charCodeAt(0));
const [, SYNC, SIMPLE_QUERY, PASSWORD] = ENDS;
const READY_FOR_QUERY = Buffer.from([...Buffer.from('Z'), 0, 0, 0, 5, ...Buffer.from('I')]);
const LISTEN = 'listen ';

/** A TCP proxy in front of a database that answers in its place, with an error; the database never sees what that was for. */
export class ErrorProxy {
  #error: SentError | null = null;
  #statements = 0;
  #sent = 0;
  readonly #near = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(url: string): Promise<ErrorProxy> {
    const target = new URL(url);
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const near = new URL(url);
    near.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const proxy = new ErrorProxy(server, near.href);
    server.on('connection', (socket) =>
      proxy.#join(socket, connect({ host: target.hostname, port: Number(target.port || 5432) })),
    );
    return proxy;
  }

  /** From now on; null passes everything on. */
  answerWith(error: SentError | null): void {
    this.#error = error;
    this.#statements = 0;
    this.#sent = 0;
    // Sessions that have begun would never meet it.
    if (error?.to === 'start') for (const socket of this.#near) socket.destroy();
  }

  /** Errors sent since `answerWith`. */
  get sent(): number {
    return this.#sent;
  }

  /** Statements met since `answerWith`. */
  get statements(): number {
    return this.#statements;
  }

  close(): void {
    this.server.close();
    for (const socket of this.#near) socket.destroy();
  }

  #join(near: Socket, far: Socket): void {
    this.#near.add(near);
    let hasBegun = false;
    let isListening = false;
    /** Of the statement that is being refused: its error is sent, and what belongs to it is dropped up to its end. */
    let isRefusing = false;
    let rest: Buffer = Buffer.alloc(0);
    const refuse = (): void => {
      this.#sent += 1;
      near.write(errorResponse(this.#error as SentError));
      if (this.#error?.severity === 'FATAL') near.end();
    };
    const passStart = (message: Buffer): void => {
      const request = message.readUInt32BE(4);
      hasBegun = request !== SSL_REQUEST && request !== CANCEL_REQUEST;
      if (hasBegun && this.#error?.to === 'start') refuse();
      else far.write(message);
    };
    let batch: Buffer[] = [];
    const passBatch = (last: number | undefined, whole: Buffer): void => {
      const isEnd = last === SYNC || last === SIMPLE_QUERY;
      if (isListening || last === PASSWORD || !(isRefusing || this.#isNext(isEnd))) {
        far.write(whole);
        return;
      }
      if (!isRefusing) refuse();
      isRefusing = !isEnd;
      if (isEnd && this.#error?.severity !== 'FATAL') near.write(READY_FOR_QUERY);
    };
    const passMessage = (message: Buffer): void => {
      const [type] = message;
      isListening ||= message.includes(LISTEN);
      batch.push(message);
      if (!ENDS.includes(type)) return;
      const whole = Buffer.concat(batch);
      batch = [];
      passBatch(type, whole);
    };
    near.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (;;) {
        const header = hasBegun ? 1 : 0;
        if (rest.length < header + 4 || rest.length < header + rest.readUInt32BE(header)) return;
        const length = header + rest.readUInt32BE(header);
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        if (hasBegun) passMessage(message);
        else passStart(message);
      }
    });
    far.on('data', (bytes) => near.write(bytes));
    const end = (): void => {
      near.destroy();
      far.destroy();
      this.#near.delete(near);
    };
    for (const socket of [near, far]) socket.on('error', () => undefined).on('close', end);
  }

  /** Whether the statement that comes is refused. One that is described first comes in two parts, and counts with the second. */
  #isNext(isEnd: boolean): boolean {
    const isRefused = this.#error?.to === 'statement' && this.#statements >= (this.#error.after ?? 0);
    if (isEnd) this.#statements += 1;
    return isRefused;
  }
}

function errorResponse({ severity, code }: SentError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, 'Msaid by a test', ''].map((field) => `${field}\0`);
  const body = Buffer.from(fields.join(''));
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
