import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { ApiClient } from '../load/api-client.ts';
import { hashCostInUse, hashRate } from '../load/hash-rate.ts';
import { Mailbox } from '../load/mailbox.ts';
import type { Person } from '../load/person.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution, mean, median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Scenario } from '../scenario.ts';
import { CONNECTIONS, signUpFor } from './sign-ups.ts';

/** Seconds of sign-ups; activating the same people takes about as long, and their codes live for a minute. */
const LONG = { rounds: 3, warmUp: 12, signUps: 8, hashes: 4 };
const QUICK = { rounds: 1, warmUp: 0.2, signUps: 1, hashes: 0.2 };
/** The sandbox lists so many mails at once. */
const MOST = 1_000;

interface Wave {
  readonly people: readonly { readonly person: Person; readonly code: string }[];
  /** Processor time of the API's thread pool for one sign-up, which is one hash; milliseconds. */
  readonly hashMs: number;
}

type Round = Awaited<ReturnType<typeof activateAll>> & { readonly hashesPerSecond: number; readonly ratio: number };

/** People sign up, and then activate their accounts, all of a wave without pause: the second half alone counts. */
export const activations: Scenario = {
  name: 'activations',
  run: async (bench) => {
    const length = bench.quick ? QUICK : LONG;
    const deployment = await bench.deployment('prebuilt');
    await activateAll(deployment, await signedUp(deployment, length.warmUp));
    await bench.database.sql`analyze`;
    const cost = await hashCostInUse(bench.database);
    const rounds = await inRounds(length.rounds, async (round): Promise<Round> => {
      const wave = await signedUp(deployment, length.signUps);
      const hashesBefore = await hashRate(deployment, cost, length.hashes);
      const activated = await activateAll(deployment, wave);
      const hashesPerSecond = mean([hashesBefore, await hashRate(deployment, cost, length.hashes)]);
      bench.note(`round ${round}: ${activated.perSecond.toFixed(1)} of ${hashesPerSecond.toFixed(1)} a second`);
      return { ...activated, hashesPerSecond, ratio: (activated.perSecond * activated.hashes) / hashesPerSecond };
    });
    return { figures: figuresOf(rounds), details: { cost, connections: CONNECTIONS, rounds } };
  },
};

async function signedUp(deployment: BenchDeployment, seconds: number): Promise<Wave> {
  const { value, processorMs } = await watchProcessor(deployment, () => signUpFor(deployment, seconds));
  const codes = await new Mailbox(deployment.sandbox.url).newestCodes(Math.min(MOST, value.count));
  const people = value.people.flatMap((person) => {
    const code = codes.get(person.email);
    return code === undefined ? [] : [{ person, code }];
  });
  return { people, hashMs: processorMs.hashes / value.count };
}

/** @throws Error when one is refused, such as for a code whose minute is over */
async function activateAll(deployment: BenchDeployment, { people, hashMs }: Wave) {
  const client = new ApiClient(deployment.api.url, CONNECTIONS);
  const latencies: number[] = [];
  const waiting = people.values();
  const activateInTurn = async (): Promise<void> => {
    for (const { person, code } of waiting) {
      const asked = performance.now();
      await client.activate(person, code);
      latencies.push(performance.now() - asked);
    }
  };
  try {
    const { seconds, processorMs } = await watchProcessor(deployment, () =>
      Promise.all(Array.from({ length: CONNECTIONS }, activateInTurn)),
    );
    const processorMsPerActivation = perPiece(processorMs, people.length);
    return {
      count: people.length,
      perSecond: people.length / seconds,
      /** How many it computes, counted by what the thread pool spends. */
      hashes: Math.max(1, Math.round(processorMsPerActivation.hashes / hashMs)),
      hashMs,
      latencyMs: distribution(latencies),
      processorMsPerActivation,
    };
  } finally {
    await client.close();
  }
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const hashes = median(rounds.map((round) => round.hashes));
  const each = hashes === 1 ? 'one hash' : `${hashes} hashes`;
  return [
    {
      name: 'activations',
      value: median(rounds.map(({ perSecond }) => perSecond)),
      unit: '/s',
      meaning: `People who have signed up within the last half minute activate their accounts over ${CONNECTIONS} connections without pause, each with their password and the code of their mail. Median of ${rounds.length} rounds.`,
    },
    {
      name: 'activations / argon2 alone',
      value: median(rounds.map(({ ratio }) => ratio)),
      unit: 'ratio',
      goal: { atLeast: 0.85 },
      meaning: `An activation computes ${each}, as a sign-up computes one: the two that a person's proof takes. Hashes of activations a second, divided by those of a process of its own right before and after each round.`,
    },
  ];
}
