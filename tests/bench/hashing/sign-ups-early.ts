import { hashCostInUse, hashRate } from '../load/hash-rate.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { median } from '../measure/statistics.ts';
import type { Argon2Build, Bench, Scenario } from '../scenario.ts';
import { CONNECTIONS, measureRound, signUpFor } from './sign-ups.ts';

/** Seconds. `at`: how long the API has been ready, and been loaded, when counting begins. */
const LONG = { rounds: 3, at: 20, signUps: 8, hashes: 3 };
const QUICK = { rounds: 1, at: 1, signUps: 1, hashes: 0.2 };

/** What a process that has just been started can do: every round starts a new deployment. */
export const signUpsEarly: Scenario = {
  name: 'sign-ups-early',
  onlyWhenNamed: true,
  run: (bench) => run(bench, 'prebuilt'),
};
export const signUpsEarlyCompiled: Scenario = {
  name: 'sign-ups-early-compiled',
  onlyWhenNamed: true,
  run: (bench) => run(bench, 'compiled'),
};

async function run(bench: Bench, build: Argon2Build) {
  const length = bench.quick ? QUICK : LONG;
  const first = await bench.deployment(build);
  await signUpFor(first, 1);
  await bench.database.sql`analyze`;
  const cost = await hashCostInUse(bench.database);
  let hashesBefore = await hashRate(first, cost, length.hashes);
  const rounds = await inRounds(length.rounds, async (round) => {
    await bench.alone();
    const deployment = await bench.deployment(build);
    const readyAt = performance.now();
    await signUpFor(deployment, length.at);
    const startedSeconds = (performance.now() - readyAt) / 1000;
    const measured = await measureRound(deployment, cost, length, hashesBefore);
    bench.note(`round ${round}: ${measured.perSecond.toFixed(1)} of ${measured.hashesPerSecond.toFixed(1)} a second`);
    hashesBefore = measured.hashesAfter;
    return { startedSeconds, ...measured };
  });
  const suffix = build === 'compiled' ? ', argon2 compiled' : '';
  return {
    figures: [
      {
        name: `sign-ups / argon2 alone, ${length.at} s after the start${suffix}`,
        value: median(rounds.map(({ ratio }) => ratio)),
        unit: 'ratio',
        goal: { atLeast: build === 'compiled' ? 0.75 : 0.85 },
        meaning: `A new API, worker and sandbox start, ${CONNECTIONS} connections sign people up at once, and those of seconds ${length.at} to ${length.at + length.signUps} count, until the provider has accepted their last mail; divided by the hashes a second of a process of their own before the start and after the round. Median of ${rounds.length} starts.`,
      },
    ] as const,
    details: { cost, connections: CONNECTIONS, rounds },
  };
}
