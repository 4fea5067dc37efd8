import {
  type ConsumerConfig,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  StorageType,
  type StreamConfig,
  type StreamUpdateConfig,
} from '@nats-io/jetstream';

export interface KeptStream {
  readonly name: string;
  /** Fixed once the stream is there. */
  readonly made: Pick<StreamConfig, 'retention'>;
  /** Brought up to date at every start. */
  readonly changeable: Partial<StreamUpdateConfig>;
}

/** Makes the stream, on disk, or brings what may change of it up to these settings. Several at once make one. */
export async function keepStream(manager: JetStreamManager, { name, made, changeable }: KeptStream): Promise<void> {
  if (await isThere(() => manager.streams.info(name), JetStreamApiCodes.StreamNotFound)) {
    await manager.streams.update(name, changeable);
  } else {
    await manager.streams.add({ ...changeable, ...made, name, storage: StorageType.File });
  }
}

export interface KeptConsumer {
  readonly name: string;
  readonly made: Pick<ConsumerConfig, 'ack_policy' | 'deliver_policy'>;
  readonly changeable: Partial<ConsumerConfig>;
}

/** The same for a durable consumer: where it has come to stays. */
export async function keepConsumer(
  manager: JetStreamManager,
  stream: string,
  { name, made, changeable }: KeptConsumer,
): Promise<void> {
  if (await isThere(() => manager.consumers.info(stream, name), JetStreamApiCodes.ConsumerNotFound)) {
    await manager.consumers.update(stream, name, changeable);
  } else {
    await manager.consumers.add(stream, { ...changeable, ...made, durable_name: name });
  }
}

async function isThere(look: () => Promise<unknown>, missing: number): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === missing) return false;
    throw error;
  }
}
