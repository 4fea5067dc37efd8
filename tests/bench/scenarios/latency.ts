import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../load/api-client.ts';
import { Mailbox } from '../load/mailbox.ts';
import { newPerson, type Person } from '../load/person.ts';
import { randomFrom } from '../load/random-from.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution } from '../measure/statistics.ts';
import type { Scenario } from '../scenario.ts';

const PER_SECOND = 20;
const SECONDS = 30;
const QUICK_SECONDS = 1;
/** The same arrivals in every run. */
const SEED = 2;
const CONNECTIONS = 64;

interface Answered {
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly asked: number;
  readonly answered: number;
}

/** How long after its answer a sign-up's mail is accepted, when people come at random. */
export const latency: Scenario = {
  name: 'latency',
  run: async (bench) => {
    const deployment = await bench.deployment('prebuilt');
    const client = new ApiClient(deployment.api.url, CONNECTIONS);
    const mailbox = new Mailbox(deployment.sandbox.url);
    try {
      const before = await mailbox.accepted();
      const watched = await watchProcessor(deployment, () => arrive(client, bench.quick ? QUICK_SECONDS : SECONDS));
      const answered = watched.value;
      await mailbox.untilAccepted(before + answered.length);
      const accepted = await mailbox.newest(Math.min(1_000, answered.length));
      const afterAnswer = distribution(answered.map((one) => acceptedAt(accepted, one) - one.answered));
      return {
        figures: [
          { ...rowOf('p50', afterAnswer.p50), goal: { under: 60 } },
          { ...rowOf('p99', afterAnswer.p99), goal: { under: 250 } },
        ],
        details: {
          perSecond: answered.length / watched.seconds,
          afterAnswerMs: afterAnswer,
          afterRequestMs: distribution(answered.map((one) => acceptedAt(accepted, one) - one.asked)),
          answerMs: distribution(answered.map((one) => one.answered - one.asked)),
          processorMsPerSignUp: perPiece(watched.processorMs, answered.length),
        },
      };
    } finally {
      await client.close();
    }
  },
};

/** People come one by one, independent of each other: the time between two is exponential. */
async function arrive(client: ApiClient, seconds: number): Promise<Answered[]> {
  const random = randomFrom(SEED);
  const began = now();
  const signingUp: Promise<Answered>[] = [];
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - random()) * 1000) / PER_SECOND) {
    const wait = began + at - now();
    if (wait > 0) await pause(wait);
    signingUp.push(signUp(client, newPerson()));
  }
  return Promise.all(signingUp);
}

async function signUp(client: ApiClient, person: Person): Promise<Answered> {
  const asked = now();
  await client.signUp(person);
  return { email: person.email, asked, answered: now() };
}

function acceptedAt(accepted: ReadonlyMap<string, number>, { email }: Answered): number {
  const at = accepted.get(email);
  if (at === undefined) throw new Error(`The sandbox shows no mail to ${email}`);
  return at;
}

const now = (): number => performance.timeOrigin + performance.now();

const rowOf = (name: 'p50' | 'p99', value: number) =>
  ({
    name: `from sign-up answered to mail accepted, ${name}`,
    value,
    unit: 'ms',
    meaning: `${PER_SECOND} sign-ups a second, at random moments, for ${SECONDS} s: from the 201 in the client's hands to the provider's acceptance.`,
  }) as const;
