import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { commonProblems } from '@gatehouse/platform/edge';
import { setDeadline } from '@gatehouse/platform/express';
import {
  type ClientError,
  isInOrder,
  problemOfClientError,
  refuseConnection,
  refuseRequest,
  type ServerLimits,
  standardLimits,
} from './connection-problems.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How often a draining server looks for streams that have begun since, in milliseconds. */
const SWEEP_MS = 100;
/** How many connections whose headers came too late are refused before others are answered. */
const LATE_AT_ONCE = 32;

/** The HTTP server with its limits, and a way to stop that loses no request it has taken. */
export class ApiServer {
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();
  /** The latest request of each connection. */
  readonly #latest = new WeakMap<Duplex, ServerResponse>();
  /** Those whose headers came too late, each with its latest request by then. */
  readonly #late: { error: ClientError; socket: Duplex; latest: ServerResponse | undefined }[] = [];
  #draining = false;
  /** The announcement is over: connections that wait for nothing are closed. */
  #closing = false;

  constructor(
    handler: Handler,
    private readonly limits: ServerLimits = standardLimits,
    /** Of the address at which the service is reached from outside. */
    private readonly basePath = '',
    /** What every answer carries, those included that no request led to. */
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {
    const serve: Handler = (request, response) => this.#serve(handler, request, response);
    this.#server = createServer(
      {
        maxHeaderSize: limits.headerBytes,
        headersTimeout: limits.headersMs,
        // Node's own is the same for all requests; imports take longer.
        requestTimeout: 0,
        keepAliveTimeout: limits.keepAliveMs,
        connectionsCheckingInterval: limits.checkMs,
        // Node's own refusal has no body.
        requireHostHeader: false,
      },
      serve,
    );
    // RFC 9110 §10.1.1 lets a server pass over expectations that it does not know.
    this.#server.on('checkExpectation', serve);
    this.#server.on('connect', (_request, socket) =>
      refuseConnection(socket, commonProblems['method-not-allowed'], basePath, { ...headers, Allow: '' }),
    );
    this.#server.on('clientError', (error: ClientError, socket) =>
      error.code === LATE ? this.#refuseSoon(error, socket) : this.#refuse(error, socket),
    );
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

  /**
   * First serves on for `announceMs`, and says with every answer that its connection ends: anyone who keeps one open takes
   * another, elsewhere, before this one is gone. Then takes no new connection, answers what has come in, ends streams.
   * Gives up after `seconds`, the announcement included.
   */
  async drain(seconds: number, announceMs = 0): Promise<void> {
    this.#draining = true;
    this.#closeAfterAnswer();
    if (announceMs > 0) await pause(announceMs);
    this.#closing = true;
    // What has arrived but was not read yet counts as come in.
    await nextTurn();
    await nextTurn();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#closeAfterAnswer();
    this.#endStreams();
    // A stream may begin after this moment, for a request that came in before it.
    const sweep = setInterval(() => this.#endStreams(), SWEEP_MS);
    const giveUp = setTimeout(() => this.#server.closeAllConnections(), seconds * 1000 - announceMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(giveUp);
  }

  #serve(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    if (!isInOrder(request)) {
      refuseRequest(response, commonProblems['request-malformed'], this.basePath);
      return;
    }
    const earlier = this.#latest.get(request.socket);
    this.#open.add(response);
    this.#latest.set(request.socket, response);
    response.once('close', () => this.#open.delete(response));
    setDeadline(request, this.limits.requestMs, () => this.#refuse(new BodyLate(), request.socket));
    // A client that keeps its connection would hold the drain up. Of several requests in a row the last answer ends it.
    if (this.#draining) {
      response.shouldKeepAlive = false;
      if (earlier && this.#open.has(earlier) && !earlier.headersSent) earlier.shouldKeepAlive = true;
    }
    handler(request, response);
    response.once('finish', () => {
      if (this.#closing && !this.#answersAreOnTheirWay()) this.#server.closeIdleConnections();
    });
  }

  /** Node takes a connection for idle whose answers are written and only wait for their turn: they would be lost. */
  #answersAreOnTheirWay(): boolean {
    return [...this.#open].some(({ writableEnded, writableFinished }) => writableEnded && !writableFinished);
  }

  /** Node finds all that are late in one look: thousands, where somebody wants to keep everybody else waiting. */
  #refuseSoon(error: ClientError, socket: Duplex): void {
    if (this.#late.length === 0) setImmediate(() => this.#refuseLate());
    this.#late.push({ error, socket, latest: this.#latest.get(socket) });
  }

  #refuseLate(): void {
    for (const { error, socket, latest } of this.#late.splice(0, LATE_AT_ONCE)) {
      // Where another request has come meanwhile, it is answered.
      if (this.#latest.get(socket) === latest) this.#refuse(error, socket);
    }
    if (this.#late.length > 0) setImmediate(() => this.#refuseLate());
  }

  /** What is no HTTP, or comes too slowly, gets a problem too; Express never sees it. */
  #refuse(error: ClientError, socket: Duplex): void {
    // Answered already, and the caller goes on sending.
    if (socket.writableEnded) return;
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const latest = this.#latest.get(socket);
    const isUnanswered = latest !== undefined && this.#open.has(latest);
    if (isUnanswered && latest.req.complete) {
      // The fault is in what follows an admitted request: only that one's answer may come next.
      latest.shouldKeepAlive = false;
      return;
    }
    if (isUnanswered && latest.headersSent) {
      socket.destroy();
      return;
    }
    refuseConnection(socket, problemOfClientError(error), this.basePath, this.headers);
  }

  /** Of requests that a client sent without waiting, the last one's answer closes the connection. */
  #closeAfterAnswer(): void {
    for (const response of this.#open) {
      if (this.#latest.get(response.req.socket) === response) response.shouldKeepAlive = false;
    }
  }

  #endStreams(): void {
    for (const response of this.#open) if (isStream(response)) response.end();
  }
}

/** What Node calls a request that is not complete in time. */
const LATE = 'ERR_HTTP_REQUEST_TIMEOUT';

/** As Node reports its own. */
class BodyLate extends Error {
  readonly code = LATE;
}

const isStream = (response: ServerResponse): boolean =>
  response.headersSent && String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
