import { AckPolicy, DeliverPolicy, type JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { EVENT_STREAM } from './subjects.js';

const MESSAGE_ID = 'Nats-Msg-Id';
/** A consumer that nobody pulls from is removed by the broker, in milliseconds. */
const IDLE_MS = 60_000;
const AT_ONCE = 1_000;
const FETCH_MS = 5_000;

/** The ids of the events that the stream holds a copy of, of those it was given from then on. */
export async function copiesSince(manager: JetStreamManager, since: Date): Promise<ReadonlySet<string>> {
  const { name, num_pending: pending } = await manager.consumers.add(EVENT_STREAM, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: since.toISOString(),
    headers_only: true,
    inactive_threshold: nanos(IDLE_MS),
  });
  const ids = new Set<string>();
  try {
    const consumer = await manager.jetstream().consumers.get(EVENT_STREAM, name);
    for (let read = 0; read < pending; ) {
      let found = 0;
      for await (const { headers } of await consumer.fetch({ max_messages: AT_ONCE, expires: FETCH_MS })) {
        ids.add(headers?.get(MESSAGE_ID) ?? '');
        found += 1;
        if (read + found === pending) break;
      }
      // Fewer than there were: some have come to their age meanwhile.
      if (found === 0) break;
      read += found;
    }
  } finally {
    await manager.consumers.delete(EVENT_STREAM, name);
  }
  return ids;
}
