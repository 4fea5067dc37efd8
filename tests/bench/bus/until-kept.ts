import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

const PATIENCE_MS = 15_000;

/** Waits until the worker has made the stream and its consumer: it does so with the first events that it hands over. */
export async function untilKept(connection: NatsConnection, stream: string, consumer: string): Promise<void> {
  const manager = await jetstreamManager(connection);
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(50)) {
    const isThere = await manager.consumers.info(stream, consumer).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error(`Not within ${PATIENCE_MS / 1000} s: consumer ${consumer} of ${stream}`);
}
