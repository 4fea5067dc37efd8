import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsSettings } from '../config/index.js';
import { connectOptions } from './connect-options.js';
import { EVENT_STREAM } from './subjects.js';

export interface BrokerProbe {
  readonly version: string;
  readonly server: string;
  /** Null where the stream of events is not there yet. */
  readonly events: { readonly messages: number; readonly replicas: number } | null;
}

const PATIENCE_MS = 2_000;

/**
 * Connects as the service does, and looks at its stream. Changes nothing.
 * @throws Error when the broker is away, refuses us, or has no JetStream for us
 */
export async function probeBroker(settings: NatsSettings): Promise<BrokerProbe> {
  const connection = await connect({ ...connectOptions(settings), timeout: PATIENCE_MS, reconnect: false });
  try {
    const manager = await jetstreamManager(connection, { timeout: PATIENCE_MS });
    const stream = await manager.streams.info(EVENT_STREAM).catch((error: unknown) => {
      if (error instanceof JetStreamApiError) return null;
      throw error;
    });
    return {
      version: connection.info?.version ?? '',
      server: connection.getServer(),
      events: stream && { messages: stream.state.messages, replicas: stream.config.num_replicas },
    };
  } finally {
    await connection.close();
  }
}
