import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** In lower case; a header that came twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Of the text, where it is JSON. */
  readonly body: unknown;
}

/** A connection on which a test says what it likes, HTTP or not, and reads the answers one by one. */
export class RawConnection {
  #received = Buffer.alloc(0);
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // What broke the connection is told by what is missing.
    socket.on('error', () => this.#wake());
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data);
  }

  /** The next answer, to a HEAD without a body. @throws Error where the connection ends before it is whole */
  async answer(method = 'GET'): Promise<RawAnswer> {
    for (;;) {
      const found = readAnswer(this.#received, method, this.#isOver);
      if (found) {
        this.#received = this.#received.subarray(found.length);
        return found.answer;
      }
      if (this.#isOver) throw new Error(`The connection ended after: ${JSON.stringify(this.#received.toString())}`);
      await this.#news();
    }
  }

  /** Everything that has come until `holds` is true of it. */
  async text(holds: (text: string) => boolean): Promise<string> {
    while (!holds(this.#received.toString())) {
      if (this.#isOver) throw new Error(`The connection ended after: ${JSON.stringify(this.#received.toString())}`);
      await this.#news();
    }
    return this.#received.toString();
  }

  /** Resolves when the server has closed the connection. */
  async over(): Promise<void> {
    while (!this.#isOver) await this.#news();
  }

  close(): void {
    this.socket.destroy();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      const onNews = () => {
        this.#waiting.delete(onNews);
        resolve();
      };
      this.#waiting.add(onNews);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}

/** One exchange on a connection of its own. */
export async function rawExchange(port: number, request: string | Uint8Array, method = 'GET'): Promise<RawAnswer> {
  const connection = await RawConnection.open(port);
  try {
    connection.write(request);
    return await connection.answer(method);
  } finally {
    connection.close();
  }
}

function readAnswer(bytes: Buffer, method: string, isOver: boolean): { answer: RawAnswer; length: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers = headersOf(lines);
  const start = end + 4;
  const length = lengthOf(status, headers, method) ?? (isOver ? bytes.length - start : Number.POSITIVE_INFINITY);
  // An interim answer: the real one follows.
  if (status < 200) {
    const next = readAnswer(bytes.subarray(start), method, isOver);
    return next && { ...next, length: start + next.length };
  }
  if (bytes.length < start + length) return null;
  const text = bytes.toString('utf8', start, start + length);
  return { answer: { status, headers, text, body: parsed(headers, text) }, length: start + length };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function lengthOf(status: number, headers: Readonly<Record<string, string>>, method: string): number | undefined {
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return 0;
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

function parsed(headers: Readonly<Record<string, string>>, text: string): unknown {
  return /[/+]json/.test(headers['content-type'] ?? '') && text !== '' ? (JSON.parse(text) as unknown) : undefined;
}
