import { read } from '../load/reads.ts';
import { startSignUps } from '../load/sign-ups.ts';
import { signedInReaders } from '../load/signed-in-readers.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { watchProcessor } from '../measure/processor-time.ts';
import { distribution, median } from '../measure/statistics.ts';
import type { Scenario } from '../scenario.ts';

const SIGNING_UP = 16;
const READING = 8;
const LONG = { rounds: 3, warmUp: 3, seconds: 10 };
const QUICK = { rounds: 1, warmUp: 0.2, seconds: 1 };

/** Whether people who are signed in notice that others sign up. */
export const readsUnderSignUps: Scenario = {
  name: 'reads-under-sign-ups',
  run: async (bench) => {
    const length = bench.quick ? QUICK : LONG;
    const deployment = await bench.deployment('prebuilt');
    const profiles = await signedInReaders(deployment);
    const rounds = await inRounds(length.rounds, async (round) => {
      const signingUp = await startSignUps(deployment, SIGNING_UP);
      await read(profiles, READING, length.warmUp);
      const reads = await watchProcessor(deployment, () => read(profiles, READING, length.seconds));
      const signedUp = await signingUp.stop();
      const latencyMs = distribution(reads.value.latencies);
      bench.note(`round ${round}: ${Math.round(reads.value.perSecond)} a second, p99 ${latencyMs.p99.toFixed(1)} ms`);
      return {
        readsPerSecond: reads.value.perSecond,
        latencyMs,
        signUpsPerSecond: signedUp.perSecond,
        signUpLatencyMs: distribution(signedUp.latencies),
        processorMs: reads.processorMs,
      };
    });
    return {
      figures: [
        {
          name: 'profile reads while people sign up',
          value: median(rounds.map(({ readsPerSecond }) => readsPerSecond)),
          unit: '/s',
          goal: { atLeast: 1_000 },
          meaning: `\`GET /v1/users/me\` over ${READING} connections while ${SIGNING_UP} others sign up without pause. Median of ${rounds.length} rounds.`,
        },
        {
          name: 'profile reads while people sign up, p99',
          value: median(rounds.map(({ latencyMs }) => latencyMs.p99)),
          unit: 'ms',
          goal: { under: 25 },
          meaning: 'What one of a hundred of those reads takes at least.',
        },
      ],
      details: { signingUp: SIGNING_UP, reading: READING, rounds },
    };
  },
};
