import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_STREAM } from '@gatehouse/platform/nats';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectToNats, type NatsConnection } from '@nats-io/transport-node';
import type postgres from 'postgres';
import { watchProcessor } from '../measure/processor-time.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { type Course, compareCourses } from './compare-courses.ts';
import { writeBacklog } from './write-backlog.ts';

const EVENTS = 100_000;
const QUICK_EVENTS = 2_000;
const PATIENCE_MS = 180_000;

/** A broker that was away comes back, and the relay brings it what has been written meanwhile. */
export const backlog: Scenario = {
  name: 'backlog',
  onlyWhenNamed: true,
  run: async (bench) => {
    const count = bench.quick ? QUICK_EVENTS : EVENTS;
    const broker = await bench.broker();
    const deployment = await bench.deployment('prebuilt', broker);
    const { sql } = bench.database;
    await broker.kill();
    const from = await endOfLog(sql);
    await writeBacklog(sql, count);
    // They have the worker's processor to themselves then, as after an outage of an hour.
    await untilOthersHave(sql, await endOfLog(sql));
    bench.note(`${count.toLocaleString('en')} events wait`);

    let connection: NatsConnection | undefined;
    try {
      const watched = await watchProcessor(deployment, async () => {
        await broker.resume();
        const resumed = Date.now();
        connection = await connectToNats({ servers: broker.url });
        await untilHandedOver(bench, await endOfLog(sql));
        return { resumed, connection };
      });
      const { resumed } = watched.value;
      const published = await readCourse(watched.value.connection, count);
      const differences = compareCourses(await loggedCourse(sql, from), published.course);
      if (differences.length > 0)
        throw new Error(`The broker has other events than the log: ${differences.join('; ')}`);
      const seconds = (published.lastAt - resumed) / 1000;
      return {
        figures: [
          {
            name: `relay to NATS, ${count.toLocaleString('en')} events behind`,
            value: count / seconds,
            unit: '/s',
            meaning: `So many events of ${(count / 5).toLocaleString('en')} people were written while the broker was away: from the moment it takes connections, so with the worker's finding it again, until it has stored the last. Afterwards the stream is read and compared with the log: every event once, in order for each person.`,
          },
        ],
        details: {
          count,
          seconds,
          firstAfterSeconds: (published.firstAt - resumed) / 1000,
          perSecondFromFirst: count / ((published.lastAt - published.firstAt) / 1000),
          processorMs: watched.processorMs,
        },
      };
    } finally {
      await connection?.close();
    }
  },
};

/** Position of the newest event. Nothing else writes meanwhile. */
async function endOfLog(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ position: string }[]>`
    select coalesce(max(position), 0)::text as position from gatehouse.event_log`;
  return row?.position ?? '0';
}

/** Waits until every other subscriber’s cursor is there. */
const untilOthersHave = (sql: postgres.Sql, position: string): Promise<void> =>
  eventually('the other subscribers have the events', async () => {
    const [row] = await sql<{ there: boolean }[]>`
      select count(*) > 0 and bool_and(position >= ${position}::text::bigint) as there
      from gatehouse.relay_cursors where subscriber <> 'nats'`;
    return row?.there === true;
  });

const untilHandedOver = ({ database: { sql } }: Bench, position: string): Promise<void> =>
  eventually('the relay has come to the end of the log', async () => {
    const rows = await sql`
      select 1 from gatehouse.relay_cursors where subscriber = 'nats' and position >= ${position}::text::bigint`;
    return rows.length > 0;
  });

async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    if (await look()) return;
  }
  throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
}

async function loggedCourse(sql: postgres.Sql, from: string): Promise<Course> {
  return sql<{ id: string; subject: string }[]>`
    select id, subject from gatehouse.event_log where position > ${from}::text::bigint
    order by epoch, transaction_id, position`;
}

/** The newest of the stream, so many, in its order; and when the broker stored the first and the last of them. */
async function readCourse(connection: NatsConnection, count: number) {
  const { state } = await (await jetstreamManager(connection)).streams.info(EVENT_STREAM);
  const first = state.last_seq - count + 1;
  const consumer = await jetstream(connection).consumers.get(EVENT_STREAM, {
    deliver_policy: 'by_start_sequence',
    opt_start_seq: Math.max(first, 1),
  });
  const course: { id: string; subject: string }[] = [];
  const times: number[] = [];
  for await (const message of await consumer.consume({ max_messages: 2_000 })) {
    const { id, subject } = message.json<{ id: string; subject: string }>();
    course.push({ id, subject });
    times.push(message.time.getTime());
    if (message.seq >= state.last_seq) break;
  }
  return { course, firstAt: times.at(0) ?? Number.NaN, lastAt: times.at(-1) ?? Number.NaN };
}
