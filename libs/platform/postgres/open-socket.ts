import { connect, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import type { SslMode, TlsParameters } from './connection-parameters.js';
import type { DatabaseAddress, ServerPlace } from './database-url.js';

/** A TCP connection that is not there after so long is given up: the second SYN goes out after one second. */
const CONNECT_MS = 3_000;
/** An idle peer is asked whether it is there after so long, then (Node 24) every second, ten times. */
const KEEPALIVE_AFTER_MS = 5_000;

interface OpenedSocket {
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

/** Length 8, then the code that asks for TLS (PostgreSQL manual, 55.7). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = 'S';
const NO = 'N';

/** `allow` counts as `prefer`: both end in a connection, and this one rather in a protected one. */
const mayBePlain = (mode: SslMode): boolean => mode === 'prefer' || mode === 'allow';

/**
 * Protects a connection that has just been opened, before its first byte.
 * @throws Error of TLS, or one that says that the server has none
 */
async function secured(socket: Socket, host: string, tls: TlsParameters): Promise<Socket> {
  if (tls.mode === 'disable') return socket;
  if (!tls.direct && !(await offersTls(socket))) {
    if (mayBePlain(tls.mode)) return socket;
    throw Object.assign(new Error(`The server has no TLS, which sslmode=${tls.mode} requires`), {
      code: 'TLS_MISSING',
    });
  }
  return handshake(socket, host, tls);
}

/**
 * A server that is starting, ending or full answers with an error instead. Its words are not protected, and nobody is shown
 * them. What came beside an answer is not protected either, and would be read as if it were (CVE-2021-23222).
 */
async function offersTls(socket: Socket): Promise<boolean> {
  const answered = new Promise<string>((resolve) => {
    socket.once('readable', () => resolve(String(socket.read() ?? '')));
  });
  socket.write(SSL_REQUEST);
  const answer = await answered;
  if (answer === '') throw closedEarly();
  if (answer !== YES && answer !== NO) {
    throw Object.assign(new Error('The server answered the request for TLS neither with yes nor with no'), {
      code: 'TLS_UNANSWERED',
    });
  }
  return answer === YES;
}

function handshake(socket: Socket, host: string, tls: TlsParameters): Promise<Socket> {
  const { mode, direct, ca, cert, key, passphrase, minVersion } = tls;
  return new Promise((resolve, reject) => {
    const protectedSocket = connectTls({
      socket,
      minVersion,
      ...(isIP(host) === 0 && { servername: host }),
      ...(direct && { ALPNProtocols: ['postgresql'] }),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
      rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full',
      // By the address that was asked for: of an IP address Node would check the name "localhost".
      checkServerIdentity: (_name, certificate) =>
        mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
    });
    const fail = (error: NodeJS.ErrnoException): void => reject(direct ? withoutDirectTls(error) : error);
    protectedSocket.once('error', fail).once('secureConnect', () => {
      protectedSocket.off('error', fail);
      resolve(protectedSocket);
    });
  });
}

/** A server that knows no such beginning just hangs up. */
function withoutDirectTls(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ECONNRESET') return error;
  const words =
    'The server ended the connection at the first byte of TLS, which sslnegotiation=direct requires: use PostgreSQL 17 or newer with ssl = on';
  return Object.assign(new Error(words, { cause: error }), { code: error.code });
}
