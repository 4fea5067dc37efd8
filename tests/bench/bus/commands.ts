import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectToNats } from '@nats-io/transport-node';
import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { Mailbox } from '../load/mailbox.ts';
import { newPerson } from '../load/person.ts';
import { signedInReaders } from '../load/signed-in-readers.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { distribution, median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { type CommandToSend, overHttp, overNats, type WayIn } from './two-ways.ts';

const CONNECTIONS = 16;
const LONG = { rounds: 3, warmUp: 2, seconds: 5 };
const QUICK = { rounds: 1, warmUp: 0.5, seconds: 1 };
const PATIENCE_MS = 15_000;

interface Compared {
  readonly command: CommandToSend;
  readonly mails: boolean;
  readonly does: string;
}

const signUp: Compared = {
  command: { name: 'RegisterUser', method: 'POST', path: '/v1/users', expected: 201, body: newPerson },
  mails: true,
  does: 'A sign-up, which hashes a password',
};

/** A light one, where what carries a command weighs most. Other codes are no use here: their answers are paced. */
async function changeOfProfile(deployment: BenchDeployment): Promise<Compared> {
  const { requests } = await signedInReaders(deployment);
  let number = 0;
  return {
    command: {
      name: 'ChangeProfile',
      method: 'PATCH',
      path: '/v1/users/me',
      expected: 200,
      body: () => {
        number += 1;
        return { surname: `Number ${number}` };
      },
      authorization: (connection) => requests[connection]?.headers?.['authorization'] ?? '',
    },
    mails: false,
    does: 'Another surname, by as many signed-in people as connections: a token to verify, an event to write, no hash',
  };
}

/** Commands by request-reply over the broker and by HTTP, in turns, over as many connections. */
export const commands: Scenario = {
  name: 'commands',
  onlyWhenNamed: true,
  run: async (bench) => {
    const broker = await bench.broker();
    const deployment = await bench.deployment('prebuilt', broker);
    await untilServed(broker.url);
    const ways = { http: overHttp(deployment.api.url, CONNECTIONS), nats: await overNats(broker.url, CONNECTIONS) };
    try {
      const compared = [signUp, await changeOfProfile(deployment)];
      const found: { readonly compared: Compared; readonly rounds: readonly Round[] }[] = [];
      for (const one of compared) found.push({ compared: one, rounds: await compare(bench, deployment, ways, one) });
      return {
        figures: found.flatMap(({ compared, rounds }) => figuresOf(compared, rounds)),
        details: {
          connections: CONNECTIONS,
          ...Object.fromEntries(found.map(({ compared, rounds }) => [compared.command.name, rounds])),
        },
      };
    } finally {
      await Promise.all([ways.http.close(), ways.nats.close()]);
    }
  },
};

async function compare(
  { quick, note }: Bench,
  deployment: BenchDeployment,
  { http, nats }: { readonly http: WayIn; readonly nats: WayIn },
  { command, mails }: Compared,
) {
  const { rounds, warmUp, seconds } = quick ? QUICK : LONG;
  const mailbox = new Mailbox(deployment.sandbox.url);
  const measure = async (way: WayIn, forSeconds: number) => {
    const before = await mailbox.accepted();
    const watched = await watchProcessor(deployment, () => sendFor(way, command, forSeconds));
    const { latencies } = watched.value;
    // What one turn has set off is over before the next.
    if (mails) await mailbox.untilAccepted(before + latencies.length);
    return {
      perSecond: latencies.length / watched.value.seconds,
      latencyMs: distribution(latencies),
      processorMs: perPiece(watched.processorMs, latencies.length),
    };
  };
  for (const way of [http, nats]) await measure(way, warmUp);
  return inRounds(rounds, async (round) => {
    const overHttp = await measure(http, seconds);
    const overNats = await measure(nats, seconds);
    note(
      `${command.name} ${round}: ${Math.round(overNats.perSecond)} over NATS, ${Math.round(overHttp.perSecond)} over HTTP`,
    );
    return { overNats, overHttp, ratio: overNats.perSecond / overHttp.perSecond };
  });
}

/** One after the other on each connection, until the time is over. */
async function sendFor(way: WayIn, command: CommandToSend, seconds: number) {
  const latencies: number[] = [];
  const began = performance.now();
  const inTurn = async (connection: number): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      const asked = performance.now();
      await way.send(command, connection);
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => inTurn(connection)));
  return { latencies, seconds: (performance.now() - began) / 1000 };
}

/** Nobody waits for the broker, so the API is ready before its commands are served there. */
async function untilServed(url: string): Promise<void> {
  const connection = await connectToNats({ servers: url });
  try {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(50)) {
      const answered = await connection.request('gatehouse.commands.Nothing', '{}', { timeout: 1_000 }).then(
        () => true,
        () => false,
      );
      if (answered) return;
    }
    throw new Error('The commands are not served over the broker');
  } finally {
    await connection.close();
  }
}

interface Round {
  readonly overNats: { readonly perSecond: number };
  readonly overHttp: { readonly perSecond: number };
  readonly ratio: number;
}

function figuresOf({ command: { name, method, path }, does }: Compared, rounds: readonly Round[]): Figure[] {
  const how = `over ${CONNECTIONS} connections with one command under way on each. Median of ${rounds.length} rounds`;
  return [
    {
      name: `${name} over NATS`,
      value: median(rounds.map(({ overNats }) => overNats.perSecond)),
      unit: '/s',
      meaning: `${does}; by request-reply ${how}.`,
    },
    {
      name: `${name} over HTTP`,
      value: median(rounds.map(({ overHttp }) => overHttp.perSecond)),
      unit: '/s',
      meaning: `The same by \`${method} ${path}\`, in turns with it, ${how}.`,
    },
    {
      name: `${name}, NATS / HTTP`,
      value: median(rounds.map(({ ratio }) => ratio)),
      unit: 'ratio',
      meaning: 'Of the two turns of each round.',
    },
  ];
}
