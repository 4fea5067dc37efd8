import type { Response } from 'express';
import type { EventsAnswer, StreamedEvent } from '../edge/index.js';

const KEEP_ALIVE_MS = 15_000;
/** Anyone who takes longer to read what was sent is cut off, and comes back with the id of the last event. */
const PATIENCE_MS = 30_000;

/**
 * Answers with server-sent events (WHATWG HTML), as fast as the client reads, until there are no more.
 */
export async function sendEvents(response: Response, { events, headers = {} }: EventsAnswer): Promise<void> {
  begin(response, headers);
  const keepAlive = setInterval(() => write(response, ': still here\n\n'), KEEP_ALIVE_MS).unref();
  try {
    for await (const batch of events) {
      for (const event of batch) write(response, textOf(event));
      if (response.writableNeedDrain) await drained(response);
    }
  } finally {
    clearInterval(keepAlive);
    response.end();
  }
}

function begin(response: Response, headers: Readonly<Record<string, string>>): void {
  if (response.destroyed) return;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Proxies must not gather events before they pass them on.
    'X-Accel-Buffering': 'no',
    ...headers,
  });
  response.flushHeaders();
}

function textOf(event: StreamedEvent): string {
  if (event.event === undefined) return `id: ${event.id}\n\n`;
  return `event: ${event.event}\nid: ${event.id}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/** The server too may have ended the stream, as it does when it drains. */
function write(response: Response, text: string): void {
  if (!response.writableEnded && !response.destroyed) response.write(text);
}

async function drained(response: Response): Promise<void> {
  if (response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const tooSlow = setTimeout(() => response.destroy(), PATIENCE_MS);
  response.once('drain', resolve).once('close', resolve);
  await promise;
  clearTimeout(tooSlow);
  response.off('drain', resolve).off('close', resolve);
}
