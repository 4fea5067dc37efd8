import type { IncomingMessage } from 'node:http';

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Whether there is a body to wait for (RFC 9112, section 6.3). */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Calls `onLate` unless the request's body is there within `ms` milliseconds, also where it was answered before: what
 * nobody reads would hold the connection too.
 */
export function setDeadline(request: IncomingMessage, ms: number, onLate: () => void): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => {
    if (!request.complete && !request.socket.destroyed) onLate();
  }, ms);
  deadlines.set(request, timer.unref());
  request.once('end', () => withoutDeadline(request));
}

/** Lets a request take its time: anyone who reads its body sees to it that something comes. */
export function withoutDeadline(request: IncomingMessage): void {
  clearTimeout(deadlines.get(request));
  deadlines.delete(request);
}
