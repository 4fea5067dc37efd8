import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { type HashCost, hashCostInUse, hashRate } from '../load/hash-rate.ts';
import { type SignUps, startSignUps } from '../load/sign-ups.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution, mean, median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Argon2Build, Bench, Scenario } from '../scenario.ts';

export const CONNECTIONS = 16;
// As a service runs day and night: the compiler takes thousands of calls until it has optimised what a sign-up needs.
const LONG = { rounds: 3, warmUp: 200, signUps: 10, hashes: 4 };
const QUICK = { rounds: 1, warmUp: 0.2, signUps: 1, hashes: 0.2 };

export type Round = Awaited<ReturnType<typeof measureRound>>;

/** Sign-ups without pause, and what the same machine hashes when it does nothing else, in turns. */
export const signUps: Scenario = { name: 'sign-ups', run: (bench) => run(bench, 'prebuilt') };
export const signUpsCompiled: Scenario = { name: 'sign-ups-compiled', run: (bench) => run(bench, 'compiled') };

async function run(bench: Bench, build: Argon2Build) {
  const deployment = await bench.deployment(build);
  const length = bench.quick ? QUICK : LONG;
  await signUpFor(deployment, length.warmUp);
  // As the server does by itself within a minute; until then it takes every table for the empty one it once was.
  await bench.database.sql`analyze`;
  const cost = await hashCostInUse(bench.database);
  const rounds: Round[] = [];
  let hashesBefore = await hashRate(deployment, cost, length.hashes);
  for (let round = 1; round <= length.rounds; round++) {
    const measured = await measureRound(deployment, cost, length, hashesBefore);
    bench.note(`round ${round}: ${measured.perSecond.toFixed(1)} of ${measured.hashesPerSecond.toFixed(1)} a second`);
    rounds.push(measured);
    hashesBefore = measured.hashesAfter;
  }
  const details = { cost, connections: CONNECTIONS, warmUpSeconds: length.warmUp, rounds };
  return { figures: figuresOf(rounds, build), remark: remarkOf(rounds, build, length.warmUp), details };
}

/** Sign-ups for a while, and the hashes alone afterwards; the round before has measured those of before. */
export async function measureRound(
  deployment: BenchDeployment,
  cost: HashCost,
  length: { readonly signUps: number; readonly hashes: number },
  hashesBefore: number,
) {
  const { value, processorMs } = await watchProcessor(deployment, () => signUpFor(deployment, length.signUps));
  const hashesAfter = await hashRate(deployment, cost, length.hashes);
  const hashesPerSecond = mean([hashesBefore, hashesAfter]);
  const { count, seconds, perSecond, latencies } = value;
  return {
    count,
    seconds,
    perSecond,
    hashesBefore,
    hashesAfter,
    hashesPerSecond,
    ratio: perSecond / hashesPerSecond,
    latencyMs: distribution(latencies),
    processorMsPerSignUp: perPiece(processorMs, count),
  };
}

function remarkOf(rounds: readonly Round[], build: Argon2Build, warmUp: number): string {
  const ms = (of: (time: Round['processorMsPerSignUp']) => number): string => {
    const each = rounds.map(({ processorMsPerSignUp }) => of(processorMsPerSignUp));
    const [least, most] = [Math.min(...each).toFixed(1), Math.max(...each).toFixed(1)];
    return least === most ? least : `${least}–${most}`;
  };
  const beside = ms(({ api, postgres, worker }) => api + postgres + worker);
  const which = build === 'compiled' ? 'With argon2 compiled' : 'With argon2 as npm brings it';
  return `${which}, a sign-up took ${ms(({ hashes }) => hashes)} ms of the processor for the hash and ${beside} beside it: ${ms(({ api }) => api)} in the API,
${ms(({ postgres }) => postgres)} in PostgreSQL and ${ms(({ worker }) => worker)} in the worker; ${ms(({ load }) => load)} for the load itself and ${ms(({ sandbox }) => sandbox)} in the sandbox come on top
(\`processorMsPerSignUp\` of its details). People had signed up for ${warmUp} s before it was measured.`;
}

export async function signUpFor(deployment: BenchDeployment, seconds: number): Promise<SignUps> {
  const running = await startSignUps(deployment, CONNECTIONS);
  await pause(seconds * 1000);
  return running.stop();
}

function figuresOf(rounds: readonly Round[], build: Argon2Build): Figure[] {
  const perSecond = median(rounds.map((round) => round.perSecond));
  const suffix = build === 'compiled' ? ', argon2 compiled' : '';
  const which =
    build === 'compiled' ? ' With argon2 compiled for x86-64-v3, as in the image.' : ' With argon2 as npm brings it.';
  return [
    {
      name: `sign-ups with their mail${suffix}`,
      value: perSecond,
      unit: '/s',
      meaning: `New people sign up over ${CONNECTIONS} connections without pause; the clock stops when the provider has accepted the last mail. Median of ${rounds.length} rounds.${which}`,
    },
    {
      name: `sign-ups with their mail, a minute${suffix}`,
      value: perSecond * 60,
      unit: '/min',
      goal: { atLeast: 3_500 },
      meaning: 'The same, for a minute.',
    },
    {
      name: `argon2 alone${suffix}`,
      value: median(rounds.map(({ hashesPerSecond }) => hashesPerSecond)),
      unit: '/s',
      meaning:
        'The ceiling: the same hashes in a process of their own, as many in flight as cores, right before and after each round.',
    },
    {
      name: `sign-ups / argon2 alone${suffix}`,
      value: median(rounds.map(({ ratio }) => ratio)),
      unit: 'ratio',
      goal: { atLeast: build === 'compiled' ? 0.82 : 0.9 },
      meaning:
        'How much of the processor goes into hashing; the rest is HTTP, SQL, jobs, the mail, the sandbox and the load itself.',
    },
  ];
}
