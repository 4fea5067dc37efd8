import { arrivals } from '../load/arrivals.ts';
import { type Attempt, Attempts, answered, times } from '../load/attempts.ts';
import { startSignUps } from '../load/sign-ups.ts';
import { tokensOfReaders } from '../load/signed-in-readers.ts';
import { forgetPeak, residentMiB } from '../measure/proc.ts';
import { distribution, percentile } from '../measure/statistics.ts';
import type { Scenario } from '../scenario.ts';

const LONG = { capacity: 15, seconds: 120, settled: 5 };
const QUICK = { capacity: 1, seconds: 3, settled: 1 };
const TIMES_TOO_MANY = 10;
const CONNECTIONS = 2_000;
const READS_PER_SECOND = 100;
/** Of another application, while the first is flooded. */
const NEIGHBOUR = 'bench-neighbour';
const NEIGHBOUR_PER_SECOND = 3;
/** Who was refused last, and comes back when told to. */
const RETURNING = 20;
/** HASH_QUEUE_SECONDS: what would wait longer is refused. */
const DEADLINE_MS = 5_000;

/** Ten times as many people sign up as can, for two minutes; others read, and sign up at another application. */
export const overload: Scenario = {
  name: 'overload',
  onlyWhenNamed: true,
  run: async (bench) => {
    const length = bench.quick ? QUICK : LONG;
    const deployment = await bench.deployment('prebuilt');
    const { sql } = bench.database;
    await sql`insert into gatehouse.applications (slug, name) values (${NEIGHBOUR}, 'Neighbour') on conflict do nothing`;
    const tokens = await tokensOfReaders(deployment);
    await forgetPeak(deployment.api.pid);
    const warm = await startSignUps(deployment, 16);
    await new Promise((resolve) => setTimeout(resolve, length.capacity * 1_000));
    const { perSecond } = await warm.stop();
    bench.note(`${perSecond.toFixed(1)} people a second can sign up`);

    const memoryBefore = await residentMiB(deployment.api.pid);
    await forgetPeak(deployment.api.pid);
    const flood = new Attempts(deployment.api.url, CONNECTIONS);
    const reading = new Attempts(deployment.api.url, 64);
    const neighbour = new Attempts(deployment.api.url, 64, NEIGHBOUR);
    let turn = 0;
    const read = async () => void (await reading.read(tokens[turn++ % tokens.length] ?? ''));
    const during = { seconds: length.seconds };
    await Promise.all([
      arrivals(perSecond * TIMES_TOO_MANY, during, async () => void (await flood.signUp())),
      arrivals(READS_PER_SECOND, during, read),
      arrivals(NEIGHBOUR_PER_SECOND, during, async () => void (await neighbour.signUp())),
    ]);
    const memoryDuring = await residentMiB(deployment.api.pid);
    const returned = await comeBack(flood);
    const afterwards = new Attempts(deployment.api.url, 4);
    await arrivals(4, { seconds: length.settled }, async () => void (await afterwards.signUp()));
    const memoryAfter = await residentMiB(deployment.api.pid);
    await Promise.all([flood, reading, neighbour, afterwards].map((attempts) => attempts.close()));
    const all = { perSecond, flood: flood.all, reading: reading.all, neighbour: neighbour.all, returned };
    return {
      figures: figuresOf(all, afterwards.all, [memoryBefore?.peak ?? 0, memoryDuring?.peak ?? 0]),
      details: { ...summary(all), memoryBefore, memoryDuring, memoryAfter },
    };
  },
};

interface Measured {
  readonly perSecond: number;
  readonly flood: readonly Attempt[];
  readonly reading: readonly Attempt[];
  readonly neighbour: readonly Attempt[];
  readonly returned: readonly Attempt[];
}

/** Those who were refused last sign up again, each after as long as the answer said. */
async function comeBack(flood: Attempts): Promise<readonly Attempt[]> {
  const last = answered(flood.all, 503)
    .toSorted((a, b) => b.at - a.at)
    .slice(0, RETURNING);
  return Promise.all(
    last.map(async ({ at, milliseconds, retryAfterSeconds }) => {
      const due = at + milliseconds + (retryAfterSeconds ?? 0) * 1_000;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      return flood.signUp();
    }),
  );
}

const statuses = (attempts: readonly Attempt[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(attempts, ({ status }) => String(status))].map(([status, group]) => [status, group.length]),
  );

const summary = ({ perSecond, flood, reading, neighbour, returned }: Measured) => ({
  perSecond,
  flood: statuses(flood),
  admittedMs: distribution(times(answered(flood, 201))),
  refusedMs: distribution(times(answered(flood, 503))),
  retryAfterSeconds: distribution(answered(flood, 503).map(({ retryAfterSeconds }) => retryAfterSeconds ?? 0)),
  reading: { ...statuses(reading), ...distribution(times(reading)) },
  neighbour: { ...statuses(neighbour), ...distribution(times(neighbour)) },
  returned: statuses(returned),
});

function figuresOf(
  { perSecond, flood, reading, neighbour, returned }: Measured,
  afterwards: readonly Attempt[],
  [before, peak]: readonly [number, number],
) {
  const share = (attempts: readonly Attempt[], status: number) => answered(attempts, status).length / attempts.length;
  const refused = answered(flood, 503);
  const told = refused.filter(({ retryAfterSeconds }) => retryAfterSeconds !== null && retryAfterSeconds > 0);
  const ms = (name: string, attempts: readonly Attempt[], p: number, under: number | null, meaning: string) =>
    ({
      name: `overload: ${name}, p${p}`,
      value: attempts.length === 0 ? null : percentile(times(attempts), p),
      unit: 'ms',
      ...(under !== null && { goal: { under } }),
      meaning,
    }) as const;
  const ratio = (name: string, value: number, atLeast: number, meaning: string) =>
    ({ name: `overload: ${name}`, value, unit: 'ratio', goal: { atLeast }, meaning }) as const;
  const seconds = (flood.at(-1)?.at ?? 0) / 1_000 - (flood[0]?.at ?? 0) / 1_000;
  return [
    ratio(
      'admitted sign-ups / what can sign up',
      (answered(flood, 201).length + answered(neighbour, 201).length) / (seconds * perSecond),
      0.8,
      `${Math.round(perSecond * TIMES_TOO_MANY)} people a second come, ${TIMES_TOO_MANY} times as many as can sign up, and ${NEIGHBOUR_PER_SECOND} to another application; refusing the others takes the rest.`,
    ),
    ms(
      'admitted sign-ups',
      answered(flood, 201),
      99,
      DEADLINE_MS,
      'What was admitted is answered before HASH_QUEUE_SECONDS have passed.',
    ),
    ms('refused sign-ups', refused, 99, null, 'How soon a 503 comes.'),
    ratio(
      'answers that are 201 or 503',
      share(flood, 201) + share(flood, 503),
      1,
      'No other status, no broken connection.',
    ),
    ratio('refusals with Retry-After', told.length / refused.length, 1, 'Of all 503.'),
    ratio(
      'admitted when they came back',
      share(returned, 201),
      1,
      `The ${RETURNING} who were refused last come back after Retry-After, when the others have gone.`,
    ),
    ms('profile reads meanwhile', reading, 99, 25, `${READS_PER_SECOND} reads a second meanwhile.`),
    ratio('profile reads that were answered', share(reading, 200), 1, 'With 200.'),
    ratio(
      'sign-ups at another application that were answered',
      share(neighbour, 201),
      1,
      `${NEIGHBOUR_PER_SECOND} a second meanwhile, with 201: one application’s flood is not another’s.`,
    ),
    ms('sign-ups at another application', neighbour, 99, DEADLINE_MS, 'How long they took.'),
    ratio(
      'memory with as many as can sign up / with too many',
      before / peak,
      0.8,
      'Resident set of the API at its highest: in the 15 s in which only as many sign up as can, and in the two minutes.',
    ),
    ms('sign-ups afterwards', afterwards, 99, 500, 'Four a second, as soon as the flood has ended.'),
  ];
}
