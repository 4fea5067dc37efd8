import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { commonProblems, type ProblemType, problemBody } from '@gatehouse/platform/http';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const MAX_HEADER_BYTES = 8 * 1024;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 65_000;

/** The HTTP server with its limits, and a way to stop that loses no request it has taken. */
export class ApiServer {
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();
  #draining = false;

  constructor(handler: Handler) {
    this.#server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: 1_000,
        requireHostHeader: true,
      },
      (request, response) => this.#serve(handler, request, response),
    );
    this.#server.on('clientError', refuseConnection);
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  /** Answers the port that it listens on: the one asked for, or a free one for 0. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Takes no new connection, answers what has come in, ends streams; gives up after `seconds`. */
  async drain(seconds: number): Promise<void> {
    this.#draining = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const response of this.#open) if (isStream(response)) response.end();
    const giveUp = setTimeout(() => this.#server.closeAllConnections(), seconds * 1000);
    await closed;
    clearTimeout(giveUp);
  }

  #serve(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    // A client that keeps its connection would hold the drain up.
    if (this.#draining) response.shouldKeepAlive = false;
    handler(request, response);
    response.once('finish', () => {
      if (this.#draining) this.#server.closeIdleConnections();
    });
  }
}

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');

const CLIENT_FAULTS: Readonly<Record<string, ProblemType>> = {
  HPE_HEADER_OVERFLOW: commonProblems['headers-too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: commonProblems['request-timeout'],
};

/** What is no HTTP, or comes too slowly, gets a problem too; Express never sees it. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = CLIENT_FAULTS[error.code ?? ''] ?? commonProblems['request-malformed'];
  const body = JSON.stringify(problemBody(problem, randomUUID()));
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  );
}
