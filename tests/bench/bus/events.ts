import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import { EVENT_STREAM } from '@gatehouse/platform/nats';
import { connect } from '@gatehouse/platform/postgres';
import { type ConsumerMessages, jetstream } from '@nats-io/jetstream';
import { connect as connectToNats } from '@nats-io/transport-node';
import { BENCH_FOLLOWER } from '../deployment/bench-deployment.ts';
import { randomFrom } from '../load/random-from.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution } from '../measure/statistics.ts';
import type { Scenario } from '../scenario.ts';
import { untilKept } from './until-kept.ts';

const PER_SECOND = 100;
const SECONDS = 30;
const QUICK_SECONDS = 2;
const WARM_UP_SECONDS = 2;
/** The same arrivals in every run. */
const SEED = 5;
const WRITERS = 10;
const TYPE = 'user.profile-changed.v1';
const PATIENCE_MS = 30_000;

interface Written {
  readonly id: string;
  /** By the clock of `performance`: when the statement was sent, and when its commit was answered. */
  readonly sent: number;
  readonly committed: number;
}

/** From an event’s commit until a durable consumer of the broker has it. */
export const events: Scenario = {
  name: 'events',
  onlyWhenNamed: true,
  run: async (bench) => {
    const broker = await bench.broker();
    const deployment = await bench.deployment('prebuilt', broker);
    const connection = await connectToNats({ servers: broker.url });
    const sql = connect(bench.database.url, { max: WRITERS });
    const arrived = new Map<string, number>();
    let following: ConsumerMessages | undefined;
    try {
      await writeOne(sql);
      await untilKept(connection, EVENT_STREAM, BENCH_FOLLOWER);
      const consumer = await jetstream(connection).consumers.get(EVENT_STREAM, BENCH_FOLLOWER);
      following = await consumer.consume({
        callback: (message) => {
          arrived.set(message.headers?.get('Nats-Msg-Id') ?? '', performance.now());
          message.ack();
        },
      });
      const write = (): Promise<Written> => writeOne(sql);
      await untilArrived(await arrive(write, WARM_UP_SECONDS), arrived);
      const watched = await watchProcessor(deployment, async () => {
        const written = await arrive(write, bench.quick ? QUICK_SECONDS : SECONDS);
        await untilArrived(written, arrived);
        return written;
      });
      const written = watched.value;
      const since = (moment: 'sent' | 'committed') =>
        distribution(written.map((one) => (arrived.get(one.id) ?? Number.NaN) - one[moment]));
      const sinceSent = since('sent');
      return {
        figures: [
          { ...rowOf('p50', sinceSent.p50), goal: { under: 20 } },
          { ...rowOf('p99', sinceSent.p99), goal: { under: 150 } },
        ],
        details: {
          perSecond: written.length / watched.seconds,
          sinceSentMs: sinceSent,
          sinceCommitAnsweredMs: since('committed'),
          commitMs: distribution(written.map(({ sent, committed }) => committed - sent)),
          processorMsPerEvent: perPiece(watched.processorMs, written.length),
        },
      };
    } finally {
      await following?.close();
      await connection.close();
      await sql.end({ timeout: 5 });
    }
  },
};

/** Writes them one by one, independent of each other: the time between two is exponential. */
async function arrive(write: () => Promise<Written>, seconds: number): Promise<Written[]> {
  const random = randomFrom(SEED);
  const began = performance.now();
  const writing: Promise<Written>[] = [];
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - random()) * 1000) / PER_SECOND) {
    const wait = began + at - performance.now();
    if (wait > 0) await pause(wait);
    writing.push(write());
  }
  return Promise.all(writing);
}

/** As a command's statement does it, of a person of its own, but for the aggregate. */
async function writeOne(sql: ReturnType<typeof connect>): Promise<Written> {
  const [id, subject] = [randomUUID(), randomUUID()];
  const rows = [{ id, subject, type: TYPE, data: { userId: subject, fields: ['name'] } }];
  const sent = performance.now();
  await sql`
    with events as (
      insert into gatehouse.event_log (application, id, subject, type, data) ${eventRows(sql, 'default', rows)}
    )
    select ${wakeRelay(sql, [TYPE])}`;
  return { id, sent, committed: performance.now() };
}

async function untilArrived(written: readonly Written[], arrived: ReadonlyMap<string, number>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(10)) {
    if (written.every(({ id }) => arrived.has(id))) return;
  }
  const missing = written.filter(({ id }) => !arrived.has(id)).length;
  throw new Error(`Of ${written.length} events ${missing} did not arrive within ${PATIENCE_MS / 1000} s`);
}

const rowOf = (name: 'p50' | 'p99', value: number) =>
  ({
    name: `from commit to an event in a subscriber’s hands, ${name}`,
    value,
    unit: 'ms',
    meaning: `${PER_SECOND} events a second, each committed by itself at a random moment, for ${SECONDS} s: from sending the statement that writes it, so its commit is in the figure, to the callback of a durable pull consumer.`,
  }) as const;
