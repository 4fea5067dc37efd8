import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startSignUps } from '../load/sign-ups.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { perPiece, watchProcessor } from '../measure/processor-time.ts';
import { median } from '../measure/statistics.ts';
import type { Bench, Scenario } from '../scenario.ts';

const CONNECTIONS = 16;
const LONG = { rounds: 3, warmUp: 10, seconds: 10 };
const QUICK = { rounds: 1, warmUp: 0.5, seconds: 1 };

/** What it costs that every sign-up is traced: the same sign-ups without and with a collector, in turns. */
export const traces: Scenario = {
  name: 'traces',
  onlyWhenNamed: true,
  run: async (bench) => {
    const collector = await openCollector();
    try {
      const rounds = await inRounds((bench.quick ? QUICK : LONG).rounds, async (round) => {
        const off = await signUpsWith(bench, undefined);
        const on = await signUpsWith(bench, collector.url);
        bench.note(`round ${round}: ${off.ms.toFixed(2)} ms without, ${on.ms.toFixed(2)} ms with traces`);
        return { off, on, more: on.ms - off.ms };
      });
      const how = `Processor time of API and worker for each, hashes left out, over ${CONNECTIONS} connections. Median of ${rounds.length} rounds.`;
      return {
        figures: [
          { name: 'sign-up without traces', value: median(rounds.map(({ off }) => off.ms)), unit: 'ms', meaning: how },
          {
            name: 'sign-up with traces',
            value: median(rounds.map(({ on }) => on.ms)),
            unit: 'ms',
            meaning: `The same, every one of them recorded. ${how}`,
          },
          {
            name: 'traces, for each sign-up',
            value: median(rounds.map(({ more }) => more)),
            unit: 'ms',
            meaning: 'The difference of the two turns of each round.',
          },
        ],
        details: { connections: CONNECTIONS, rounds },
      };
    } finally {
      await collector.close();
    }
  },
};

async function signUpsWith(bench: Bench, collector: string | undefined) {
  const { warmUp, seconds } = bench.quick ? QUICK : LONG;
  const deployment = await bench.deployment('prebuilt', undefined, collector);
  const signUpFor = async (length: number) => {
    const running = await startSignUps(deployment, CONNECTIONS);
    await pause(length * 1_000);
    return running.stop();
  };
  await signUpFor(warmUp);
  const { value, processorMs } = await watchProcessor(deployment, () => signUpFor(seconds));
  const spent = perPiece(processorMs, value.count);
  return { ms: spent.api + spent.worker, perSecond: value.perSecond };
}

/** Takes everything, and looks at nothing. */
async function openCollector() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
