import type { Response } from 'express';

const KEEP_ALIVE_MS = 15_000;

/** A stream of server-sent events (WHATWG HTML) to one client. */
export class EventStream {
  readonly #keepAlive: NodeJS.Timeout;
  #isClosed = false;

  /** @param onClose called once, whoever ends the stream; at once when the client is gone already */
  constructor(
    private readonly response: Response,
    onClose: () => void,
  ) {
    this.#keepAlive = setInterval(() => this.#write(': still here\n\n'), KEEP_ALIVE_MS).unref();
    const close = () => this.#close(onClose);
    response.on('close', close);
    if (response.destroyed) {
      close();
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Proxies must not gather events before they pass them on.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  send(event: string, id: string, data: object): void {
    this.#write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Moves what the client names as its last event when it comes back, without an event. */
  place(id: string): void {
    this.#write(`id: ${id}\n\n`);
  }

  /** Waits until the client has taken what was sent, or the stream is over: cut off after `milliseconds`. */
  async drained(milliseconds: number): Promise<void> {
    if (this.#isClosed || !this.response.writableNeedDrain) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const tooSlow = setTimeout(() => this.response.destroy(), milliseconds);
    this.response.once('drain', resolve).once('close', resolve);
    await promise;
    clearTimeout(tooSlow);
    this.response.off('drain', resolve).off('close', resolve);
  }

  end(): void {
    if (!this.#isClosed) this.response.end();
  }

  /** The server too may have ended the stream, as it does when it drains. */
  #write(text: string): void {
    if (!this.#isClosed && !this.response.writableEnded) this.response.write(text);
  }

  #close(onClose: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#keepAlive);
    onClose();
  }
}
