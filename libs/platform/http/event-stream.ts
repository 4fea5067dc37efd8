import type { Request, Response } from 'express';

const KEEP_ALIVE_MS = 15_000;

/** A stream of server-sent events (WHATWG HTML) to one client. */
export class EventStream {
  readonly #keepAlive: NodeJS.Timeout;
  #open = true;

  /** @param onClose called once, whoever ends the stream */
  constructor(
    request: Request,
    private readonly response: Response,
    onClose: () => void,
  ) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Proxies must not gather events before they pass them on.
      'X-Accel-Buffering': 'no',
    });
    this.#keepAlive = setInterval(() => this.response.write(': still here\n\n'), KEEP_ALIVE_MS).unref();
    request.on('close', () => this.#ended(onClose));
    response.on('close', () => this.#ended(onClose));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  send(event: string, id: string, data: object): void {
    if (this.#open) this.response.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    if (this.#open) this.response.end();
  }

  #ended(onClose: () => void): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#keepAlive);
    onClose();
  }
}
