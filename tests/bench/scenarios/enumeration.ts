import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { KNOWN_STATES, type KnownState, seedKnown } from '../deployment/seed-known.ts';
import { QUESTIONS, type Question, Stopwatch } from '../load/question.ts';
import { randomFrom } from '../load/random-from.ts';
import { distribution } from '../measure/statistics.ts';
import { type Comparison, compareTimes } from '../measure/welch.ts';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';

const LONG = { pairs: 2_000, warmUp: 150 };
const QUICK = { pairs: 9, warmUp: 1 };
/** Of the order within each pair. */
const SEED = 5;
/** What one answer sets off, such as a mail, is over before the next question. */
const SETTLE_MS = 4;
const WORST_T = 4.5;

interface Pair {
  readonly state: KnownState;
  readonly known: string;
  readonly unknown: string;
}

interface TimedPair {
  readonly state: KnownState;
  readonly known: number;
  readonly unknown: number;
}

/**
 * Whether the time of an answer tells that somebody has an account. Each address is asked about once, so no throttle
 * and no earlier question plays a part; the two of a pair follow each other in random order, so that what the machine
 * does over time meets both alike.
 */
const enumerationBy = (question: Question): Scenario => ({
  name: `enumeration-${question.name}`,
  run: async (bench) => {
    const { pairs, warmUp } = bench.quick ? QUICK : LONG;
    const timed = (await timePairs(bench, question, await arrange(bench, pairs + warmUp))).slice(warmUp);
    const all = compare(timed);
    const byState = Object.fromEntries(
      KNOWN_STATES.map((state) => [state, compare(timed, (pair) => pair.state === state)]),
    );
    const comparisons = [all, ...Object.values(byState)];
    const worstT = Math.max(...comparisons.map(({ t }) => Math.abs(t)));
    const worstMs = Math.max(...comparisons.map(({ medianDifference }) => Math.abs(medianDifference)));
    bench.note(`${question.name}: |t| ${worstT.toFixed(2)}, ${(worstMs * 1000).toFixed(0)} µs`);
    return {
      figures: figuresOf(question, { pairs, worstT, worstMs }),
      details: {
        pairs,
        all,
        byState,
        knownMs: distribution(timed.map(({ known }) => known)),
        unknownMs: distribution(timed.map(({ unknown }) => unknown)),
      },
    };
  },
});

export const enumeration: readonly Scenario[] = Object.values(QUESTIONS).map(enumerationBy);

/** People with addresses of one form, a third of them in each state; a known one and an unknown one make a pair. */
async function arrange({ database }: Bench, count: number): Promise<Pair[]> {
  const address = (): string => `${randomBytes(8).toString('hex')}@bench.example.com`;
  const pairs = Array.from({ length: count }, (_, index) => ({
    state: KNOWN_STATES[index % KNOWN_STATES.length] as KnownState,
    known: address(),
    unknown: address(),
  }));
  for (const state of KNOWN_STATES) {
    const known = pairs.filter((pair) => pair.state === state).map((pair) => pair.known);
    await seedKnown(database.sql, state, known);
  }
  await database.sql`vacuum (analyze) gatehouse.users, gatehouse.activation_codes, gatehouse.throttles`;
  return pairs;
}

async function timePairs(bench: Bench, question: Question, pairs: readonly Pair[]): Promise<TimedPair[]> {
  const random = randomFrom(SEED);
  const stopwatch = new Stopwatch((await bench.deployment('prebuilt')).api.url, question);
  const time = async (email: string): Promise<number> => {
    await pause(SETTLE_MS);
    return stopwatch.time(email);
  };
  const timed: TimedPair[] = [];
  try {
    for (const { state, ...addresses } of pairs) {
      const first = random() < 0.5 ? 'known' : 'unknown';
      const firstTime = await time(addresses[first]);
      const secondTime = await time(addresses[first === 'known' ? 'unknown' : 'known']);
      const [known, unknown] = first === 'known' ? [firstTime, secondTime] : [secondTime, firstTime];
      timed.push({ state, known, unknown });
    }
    return timed;
  } finally {
    await stopwatch.close();
  }
}

/** Those of some pairs against all unknown ones. */
const compare = (timed: readonly TimedPair[], among: (pair: TimedPair) => boolean = () => true): Comparison =>
  compareTimes(
    timed.filter(among).map(({ known }) => known),
    timed.map(({ unknown }) => unknown),
  );

const figuresOf = (
  { name, path }: Question,
  { pairs, worstT, worstMs }: { readonly pairs: number; readonly worstT: number; readonly worstMs: number },
): Figure[] => [
  {
    name: `${name}, known / unknown address, |t|`,
    value: worstT,
    unit: 'ratio',
    goal: { under: WORST_T },
    meaning: `\`POST ${path}\` for ${pairs.toLocaleString('en')} pairs of an address that nobody has and one of an active, a pending or a suspended account, in random order, one at a time: Welch's t of the times, the largest of all pairs and of those of each state, with and without the slowest twentieth.`,
  },
  {
    name: `${name}, known / unknown address`,
    value: worstMs,
    unit: 'ms',
    goal: { under: 1 },
    meaning: 'How far the medians of these times lie apart, the most of all pairs and of those of each state.',
  },
];
