import type { Socket } from 'node:net';
import postgres from 'postgres';
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.js';
import { openSocket } from './open-socket.js';
import { peerTimeouts } from './peer-timeouts.js';
import { sessionSettings } from './session-settings.js';

type SessionSettings = Readonly<Record<string, string | number | boolean>>;
type Options = Omit<NonNullable<Parameters<typeof postgres>[1]>, 'connection' | 'ssl' | 'host' | 'port'> & {
  readonly connection?: SessionSettings;
  /** Opens the sockets in place of `openSocket`. The driver has this option, its types do not. */
  readonly socket?: () => Promise<Socket>;
};

/** An idle peer is asked whether it is there after so many seconds. The driver would set its own, a minute. */
const KEEPALIVE_SECONDS = 5;

/**
 * Opens a pool, as the driver does, on a URL as libpq reads it (a Unix socket costs about half of what TCP over loopback
 * does, docs/adr/0037). Every session says itself what our statements depend on, and both sides ask whether the other is
 * there. Which server, and TLS, are decided before the driver sees the connection: its own reading of URLs is another
 * (docs/adr/0055).
 * @throws DatabaseUrlFault
 */
export function connect(url: string, options: Options): postgres.Sql {
  return connectTo(parseDatabaseUrl(url), options);
}

export function connectTo(address: DatabaseAddress, { connection, ...options }: Options): postgres.Sql {
  const { places, user, password, database, settings } = address;
  const session: SessionSettings = { ...sessionSettings, ...peerTimeouts, ...connection, ...settings };
  const never = new AbortController().signal;
  // The driver has these, its types do not: more than one host, and a socket of one's own.
  const untyped = {
    host: places.map(({ host }) => host),
    port: places.map(({ port }) => port),
    keep_alive: KEEPALIVE_SECONDS,
    socket: async () => (await openSocket(address, 0, never)).socket,
    ...options,
  };
  return postgres({
    ...(untyped as object),
    ssl: false,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    connection: session as Partial<postgres.ConnectionParameters>,
  });
}
