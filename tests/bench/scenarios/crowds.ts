import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { arrivals } from '../load/arrivals.ts';
import { Attempts, times } from '../load/attempts.ts';
import { Crowd } from '../load/crowd.ts';
import { Mailbox } from '../load/mailbox.ts';
import { newPerson } from '../load/person.ts';
import { tokensOfReaders } from '../load/signed-in-readers.ts';
import { StatusStreams } from '../load/status-streams.ts';
import { residentMiB } from '../measure/proc.ts';
import { percentile } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Scenario } from '../scenario.ts';

const LONG = { idle: 10_000, slow: 2_000, streams: 2_000, seconds: 15 };
const QUICK = { idle: 100, slow: 20, streams: 20, seconds: 8 };
/** As many as one registration may have. */
const STREAMS_OF_ONE = 4;
const READS_PER_SECOND = 50;
const PATIENCE_MS = 60_000;

const WHOLE = 'GET /health/live HTTP/1.1\r\nHost: bench\r\n\r\n';
const BEGUN = 'POST /v1/users HTTP/1.1\r\nHost: bench\r\nX-Slow: ';

/** Many connections that do next to nothing: idle ones, ones that send a byte a second, and live streams. */
export const crowds: Scenario = {
  name: 'crowds',
  onlyWhenNamed: true,
  run: async (bench) => {
    const size = bench.quick ? QUICK : LONG;
    const deployment = await bench.deployment('prebuilt');
    const tokens = await tokensOfReaders(deployment);
    const resident = async () => (await residentMiB(deployment.api.pid))?.now ?? 0;
    const readsMeanwhile = async (): Promise<number> => {
      const attempts = new Attempts(deployment.api.url, 16);
      let turn = 0;
      await arrivals(READS_PER_SECOND, { seconds: size.seconds }, async () => {
        const { status } = await attempts.read(tokens[turn++ % tokens.length] ?? '');
        if (status !== 200) throw new Error(`A read was answered ${status}`);
      });
      await attempts.close();
      return percentile(times(attempts.all), 99);
    };
    await readsMeanwhile();

    const before = await resident();
    const idle = await Crowd.open(deployment.api.url, size.idle, WHOLE, true);
    const idleReads = await readsMeanwhile();
    const perIdle = (((await resident()) - before) * 1024) / size.idle;
    const idleOpen = idle.open;
    idle.close();
    bench.note(`${idleOpen} idle connections`);

    const slow = await Crowd.open(deployment.api.url, size.slow, BEGUN, false);
    const [slowReads] = await Promise.all([readsMeanwhile(), slow.drip('x', size.seconds)]);
    const slowClosed = slow.closed;
    slow.close();
    bench.note(`${slowClosed} slow connections closed`);

    const beforeStreams = await resident();
    const streams = await openStreams(deployment, size.streams);
    const open = streams.count;
    const perStream = (((await resident()) - beforeStreams) * 1024) / size.streams;
    const lags = await untilSent(deployment, streams);
    const streamReads = await readsMeanwhile();
    streams.close();

    const figures: Figure[] = [
      ...rows('idle connections', size.idle, idleOpen, idleReads, 'that have had one answer and stay open', perIdle),
      ...rows(
        'slow clients',
        size.slow,
        slowClosed,
        slowReads,
        'that send a byte of their headers a second, and are closed',
      ),
      ...rows('status streams', size.streams, open, streamReads, 'of people who wait for their mail', perStream),
      {
        name: 'status streams: from the mail accepted to the event, p99',
        value: percentile(lags, 99),
        unit: 'ms',
        meaning: 'The worker begins to send when all streams are open, so all mails come at once.',
      },
    ];
    return { figures, details: { size, idleOpen, slowClosed, streams: open, sent: lags.length } };
  },
};

function rows(name: string, count: number, held: number, p99: number, which: string, kib?: number): Figure[] {
  return [
    {
      name: `${name}: profile reads meanwhile, p99`,
      value: p99,
      unit: 'ms',
      goal: { under: 25 },
      meaning: `${READS_PER_SECOND} reads a second, beside ${count.toLocaleString('en')} connections ${which}.`,
    },
    { name: `${name}: share`, value: held / count, unit: 'ratio', goal: { atLeast: 1 }, meaning: `Of those ${which}.` },
    ...(kib === undefined
      ? []
      : [
          {
            name: `${name}: memory of each`,
            value: kib,
            unit: 'KiB',
            meaning: 'Growth of the API’s resident set.',
          } as const,
        ]),
  ];
}

/** With the worker halted, so that their mails wait. */
async function openStreams({ api, worker }: BenchDeployment, count: number): Promise<StatusStreams> {
  process.kill(worker.pid, 'SIGSTOP');
  const streams = new StatusStreams();
  for (let opened = 0; opened < count; opened += STREAMS_OF_ONE) {
    const { email, password } = newPerson();
    const answer = await fetch(`${api.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const { activation } = (await answer.json()) as { activation: { statusUrl: string } };
    const url = api.url + activation.statusUrl;
    await Promise.all(Array.from({ length: STREAMS_OF_ONE }, () => streams.open(url, email)));
  }
  return streams;
}

/** Milliseconds from the acceptance of each mail to its event, of each stream. */
async function untilSent({ worker, sandbox }: BenchDeployment, streams: StatusStreams): Promise<readonly number[]> {
  process.kill(worker.pid, 'SIGCONT');
  const deadline = performance.now() + PATIENCE_MS;
  while (streams.all.some(({ sentAt }) => sentAt === null) && performance.now() < deadline) await pause(50);
  const accepted = await new Mailbox(sandbox.url).newest(1_000);
  return streams.all.flatMap(({ email, sentAt }) => {
    const at = accepted.get(email);
    return sentAt === null || at === undefined ? [] : [sentAt - at];
  });
}
