import type { RequestHandler, Response } from 'express';
import type { FaultScript } from '../faults/fault-script.js';
import type { MessageStore } from '../messages/message-store.js';
import { summarise } from '../messages/represent-message.js';

const HEARTBEAT_MS = 15_000;
const BACKLOG_BYTES_AT_MOST = 1024 * 1024;

/**
 * Server-sent events for the inbox page: `message` (a summary), `cleared`, `faults` (the rules left; also first of all).
 * Nothing is replayed: a reader loads the list whenever it (re)connects. One that reads too slowly is disconnected.
 */
export class LiveStream {
  readonly #readers = new Set<Response>();
  readonly #faults: FaultScript;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(store: MessageStore, faults: FaultScript) {
    this.#faults = faults;
    store.subscribe((change) => {
      if (this.#readers.size === 0) return;
      if (change.type === 'added') this.#send(event('message', summarise(change.message)));
      else this.#send(event('cleared', {}));
    });
    faults.subscribe(() => this.#send(this.#currentFaults()));
    this.#heartbeat = setInterval(() => this.#send(': still here\n\n'), HEARTBEAT_MS).unref();
  }

  readonly handle: RequestHandler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    response.write(`retry: 1000\n\n${this.#currentFaults()}`);
    this.#readers.add(response);
    response.once('close', () => this.#readers.delete(response));
  };

  close(): void {
    clearInterval(this.#heartbeat);
    for (const reader of this.#readers) reader.end();
  }

  #currentFaults(): string {
    return event('faults', { rules: this.#faults.rules });
  }

  #send(text: string): void {
    for (const reader of this.#readers) {
      reader.write(text);
      if (reader.writableLength > BACKLOG_BYTES_AT_MOST) reader.destroy();
    }
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
