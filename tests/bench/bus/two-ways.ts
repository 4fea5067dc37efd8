import { connect as connectToNats, headers, type NatsConnection } from '@nats-io/transport-node';
import { Pool } from 'undici';

/** A command as both ways carry it. */
export interface CommandToSend {
  /** Of its class; its subject is `gatehouse.commands.<name>`. */
  readonly name: string;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly expected: number;
  readonly body: () => object;
  /** Who sends it over the nth connection. */
  readonly authorization?: (connection: number) => string;
}

/** One way to the command bus, over so many connections with one command under way on each. */
export interface WayIn {
  /**
   * Sends one command over the nth connection and waits for its answer.
   * @throws Error for a refusal: figures of a service that refuses mean nothing
   */
  send(command: CommandToSend, connection: number): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function overHttp(url: string, connections: number): WayIn {
  const pool = new Pool(url, { connections, pipelining: 1 });
  return {
    send: async ({ method, path, expected, body, authorization }, connection) => {
      const response = await pool.request({
        method,
        path,
        headers: {
          'content-type': 'application/json',
          ...(authorization && { authorization: authorization(connection) }),
        },
        body: JSON.stringify(body()),
      });
      const text = await response.body.text();
      if (response.statusCode !== expected)
        throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    },
    close: () => pool.close(),
  };
}

export async function overNats(url: string, connections: number): Promise<WayIn> {
  const open: readonly NatsConnection[] = await Promise.all(
    Array.from({ length: connections }, () => connectToNats({ servers: url })),
  );
  return {
    send: async ({ name, body, authorization }, connection) => {
      const given = headers();
      given.set('Content-Type', 'application/json');
      if (authorization) given.set('Authorization', authorization(connection));
      const answer = await open[connection]?.request(`gatehouse.commands.${name}`, JSON.stringify(body()), {
        timeout: TIMEOUT_MS,
        headers: given,
      });
      const refusal = answer?.headers?.get('Nats-Service-Error-Code') ?? '';
      if (refusal !== '') throw new Error(`${name} was answered ${refusal}: ${answer?.string()}`);
    },
    close: async () => {
      await Promise.all(open.map((connection) => connection.close()));
    },
  };
}
