import { startChild } from '../deployment/child.ts';
import { BASELINE_SERVER } from '../deployment/programs.ts';
import { type ReadTarget, read } from '../load/reads.ts';
import { signedInReaders } from '../load/signed-in-readers.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution, median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';

const CONNECTIONS = 32;
const LONG = { rounds: 3, warmUp: 4, seconds: 6 };
const QUICK = { rounds: 1, warmUp: 0.2, seconds: 1 };

interface Round {
  readonly profiles: number;
  readonly baseline: number;
  readonly ratio: number;
}

/** Signed-in profile reads, and a plain server that reads one row by its key, in turns. */
export const profileReads: Scenario = {
  name: 'profile-reads',
  run: async (bench) => {
    const baseline = await startChild({
      name: 'baseline',
      program: BASELINE_SERVER,
      environment: { DATABASE_URL: bench.database.url },
      logs: bench.logs,
    });
    try {
      return await compare(bench, { url: baseline.url, requests: rowsToRead(bench.people) });
    } finally {
      await baseline.stop();
    }
  },
};

async function compare(bench: Bench, rows: ReadTarget) {
  const length = bench.quick ? QUICK : LONG;
  const deployment = await bench.deployment('prebuilt');
  const profiles = await signedInReaders(deployment);
  for (const target of [profiles, rows]) await read(target, CONNECTIONS, length.warmUp);
  const rounds = await inRounds(length.rounds, async (round) => {
    const plain = await watchProcessor(deployment, () => read(rows, CONNECTIONS, length.seconds));
    const ours = await watchProcessor(deployment, () => read(profiles, CONNECTIONS, length.seconds));
    const ratio = ours.value.perSecond / plain.value.perSecond;
    bench.note(`round ${round}: ${Math.round(ours.value.perSecond)} to ${Math.round(plain.value.perSecond)} a second`);
    return {
      profiles: ours.value.perSecond,
      baseline: plain.value.perSecond,
      ratio,
      profilesLatencyMs: distribution(ours.value.latencies),
      baselineLatencyMs: distribution(plain.value.latencies),
      processorMsPerProfile: perPiece(ours.processorMs, ours.value.latencies.length),
      processorMsPerRow: perPiece(plain.processorMs, plain.value.latencies.length),
    };
  });
  return { figures: figuresOf(rounds, bench.people), details: { connections: CONNECTIONS, rounds } };
}

/** As many different ones as there are different readers. */
const rowsToRead = (people: number): ReadTarget['requests'] =>
  Array.from({ length: 32 }, () => ({ path: `/people/${1 + Math.floor(Math.random() * people)}` }));

const figuresOf = (rounds: readonly Round[], people: number): Figure[] => [
  {
    name: 'signed-in profile reads',
    value: median(rounds.map(({ profiles }) => profiles)),
    unit: '/s',
    meaning: `\`GET /v1/users/me\` with the access tokens of 32 people, over ${CONNECTIONS} connections. Median of ${rounds.length} rounds.`,
  },
  {
    name: 'plain Express and postgres',
    value: median(rounds.map(({ baseline }) => baseline)),
    unit: '/s',
    meaning: `What they are compared with: Express 5 and the same driver reading one row by key out of ${people.toLocaleString('en')}, with as many connections to the database and a semaphore in front (tests/bench/baseline-server.ts).`,
  },
  {
    name: 'profile reads / plain',
    value: median(rounds.map(({ ratio }) => ratio)),
    unit: 'ratio',
    goal: { atLeast: 0.95 },
    meaning: 'What tokens, routing, headers, logs and metrics leave of that.',
  },
];
