import { connect, type Socket } from 'node:net';
import type { DatabaseAddress, ServerPlace } from './database-url.js';
import { mayBePlain, secured } from './secure-socket.js';

/** A TCP connection that is not there after so long is given up: the second SYN goes out after one second. */
const CONNECT_MS = 3_000;
/** An idle peer is asked whether it is there after so long, then (Node 24) every second, ten times. */
const KEEPALIVE_AFTER_MS = 5_000;

export interface OpenedSocket {
  readonly socket: Socket;
  /** Which of the address's places it leads to. */
  readonly place: number;
}

/**
 * Opens a connection to the first of the servers that takes it, from `first` on, with TLS as the address asks for it.
 * @throws Error of the system or of TLS, of the last server; the signal's reason when that comes first
 */
export async function openSocket(address: DatabaseAddress, first: number, signal: AbortSignal): Promise<OpenedSocket> {
  const { places } = address;
  let failure: unknown;
  for (const turn of places.keys()) {
    const index = (first + turn) % places.length;
    try {
      return { socket: await openOne(address, places[index] as ServerPlace, signal), place: index };
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

async function openOne(address: DatabaseAddress, place: ServerPlace, signal: AbortSignal): Promise<Socket> {
  const withinMs = address.connectTimeoutMs ?? CONNECT_MS;
  const attempt = (mode: DatabaseAddress['tls']['mode']) =>
    connected(place, withinMs, signal, (socket) => secured(socket, place.host, { ...address.tls, mode }));
  try {
    return await attempt(address.tls.mode);
  } catch (error) {
    // Where TLS is only preferred, a handshake that fails is no reason to give up.
    if (!(mayBePlain(address.tls.mode) && isOfTls(error))) throw error;
    return attempt('disable');
  }
}

/** Connects and has `finish` do the rest, all of it within the time. */
function connected(
  { host, port }: ServerPlace,
  withinMs: number,
  signal: AbortSignal,
  finish: (socket: Socket) => Promise<Socket>,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEPALIVE_AFTER_MS, noDelay: true };
    const path = isFolder(host) ? `${host}/.s.PGSQL.${port}` : null;
    const socket = connect(path ? { path } : { host, port, ...keepAlive });
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const timer = setTimeout(() => fail(timedOut(path ?? `${host}:${port}`, withinMs)), withinMs);
    const settle = (ready: Socket): void => {
      clearTimeout(timer);
      socket.off('error', fail);
      signal.removeEventListener('abort', onAbort);
      // The driver names the server by these in its errors.
      resolve(path ? ready : Object.assign(ready, { host, port }));
    };
    socket
      .once('error', fail)
      .once('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        fail(closedEarly());
      })
      .once('connect', () => (path ? settle(socket) : finish(socket).then(settle, fail)));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

const isFolder = (host: string): boolean => host.startsWith('/');
const isOfTls = (error: unknown): boolean => /^(?:ERR_SSL|ERR_TLS|EPROTO|ECONNRESET)/.test(String(Object(error).code));
const closedEarly = (): Error =>
  Object.assign(new Error('The server closed the connection'), { code: 'CONNECTION_CLOSED' });
const timedOut = (target: string, withinMs: number): Error =>
  Object.assign(new Error(`No connection to ${target} within ${withinMs} ms`), { code: 'CONNECT_TIMEOUT' });
