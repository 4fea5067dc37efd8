import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '@gatehouse/platform/events';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Receiver } from './webhooks/receiver.js';

/** Somebody outside who keeps what it was told. */
export interface Follower {
  /** What it has been told so far: ids of events, with their types. */
  told(): ReadonlyMap<string, string>;
  close(): Promise<void>;
}

interface Page {
  readonly events: readonly CloudEvent[];
  readonly nextAfter: string;
}

/** Reads `GET /v1/events` page by page, and keeps its place, as the reference tells followers to. */
export function followFeed(url: string, key: string): Follower {
  const told = new Map<string, string>();
  const closing = new AbortController();
  const read = async (after: string): Promise<Page | null> => {
    const answer = await fetch(`${url}/v1/events?limit=500${after}`, { headers: { Authorization: `Bearer ${key}` } });
    return answer.ok ? ((await answer.json()) as Page) : null;
  };
  const follow = async () => {
    for (let after = ''; !closing.signal.aborted; await pause(20)) {
      const page = await read(after).catch(() => null);
      for (const { id, type } of page?.events ?? []) told.set(id, type);
      if (page) after = `&after=${page.nextAfter}`;
    }
  };
  const following = follow();
  return {
    told: () => told,
    close: async () => {
      closing.abort();
      await following;
    },
  };
}

/** Consumes the stream of events on the broker from its beginning. */
export async function followBroker(server: string, application: string): Promise<Follower> {
  const told = new Map<string, string>();
  const connection = await connect({ servers: server });
  const manager = await jetstreamManager(connection);
  await manager.consumers.add('GATEHOUSE_EVENTS', {
    durable_name: 'follower',
    filter_subject: `gatehouse.events.${application}.>`,
    ack_policy: 'explicit',
  });
  const consumer = await manager.jetstream().consumers.get('GATEHOUSE_EVENTS', 'follower');
  const messages = await consumer.consume();
  const consuming = (async () => {
    for await (const message of messages) {
      const { id, type } = message.json<CloudEvent>();
      told.set(id, type);
      message.ack();
    }
  })();
  return {
    told: () => told,
    close: async () => {
      await messages.close();
      await consuming;
      await connection.close();
    },
  };
}

/** Takes webhooks. */
export const followWebhook = (receiver: Receiver): Follower => ({
  told: () =>
    new Map(receiver.received.map(({ body }) => JSON.parse(body) as CloudEvent).map(({ id, type }) => [id, type])),
  close: () => receiver.close(),
});
