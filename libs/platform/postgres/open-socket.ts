import { connect, type Socket } from 'node:net';

/** Where a server listens, as the driver has read it from the URL. */
export interface ServerAddress {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false | undefined;
}

/** A TCP connection that is not there after so long is given up: the second SYN goes out after one second. */
const CONNECT_MS = 3_000;
/** An idle peer is asked whether it is there after so long, then (Node 24) every second, ten times. */
const KEEPALIVE_AFTER_MS = 5_000;

/**
 * Opens a connection to the first of the hosts that takes it, from `first` on.
 * @throws Error of the system, of the last host; the signal's reason when that comes first
 */
export async function openSocket(address: ServerAddress, first: number, signal: AbortSignal): Promise<Socket> {
  const hosts = address.path ? [''] : address.host;
  let failure: unknown;
  for (const turn of hosts.keys()) {
    const index = (first + turn) % hosts.length;
    try {
      return await openOne(address, index, signal);
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

function openOne({ path, host, port }: ServerAddress, index: number, signal: AbortSignal): Promise<Socket> {
  const target = { host: host[index] ?? 'localhost', port: port[index] ?? 5432 };
  return new Promise((resolve, reject) => {
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEPALIVE_AFTER_MS, noDelay: true };
    const socket = connect(path ? { path } : { ...target, ...keepAlive });
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const timer = setTimeout(() => fail(timedOut(path || `${target.host}:${target.port}`)), CONNECT_MS);
    socket
      .once('error', fail)
      .once('close', () => signal.removeEventListener('abort', onAbort))
      .once('connect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        signal.removeEventListener('abort', onAbort);
        // The driver names the server by these in its errors, and to TLS.
        resolve(path ? socket : Object.assign(socket, target));
      });
    socket.once('close', () => clearTimeout(timer));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

const timedOut = (target: string): Error =>
  Object.assign(new Error(`No connection to ${target} within ${CONNECT_MS} ms`), { code: 'CONNECT_TIMEOUT' });
