import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { type Reads, read } from '../load/reads.ts';
import { signedInReaders } from '../load/signed-in-readers.ts';
import { type ProcessorTime, perPiece, readProcessorTime, spentBetween } from '../measure/processor-time.ts';
import type { Scenario } from '../scenario.ts';

/** Four times the pool's connections. */
const CONNECTIONS = 40;
const LONG = { warmUp: 10, windows: 12, windowSeconds: 10 };
const QUICK = { warmUp: 0.2, windows: 2, windowSeconds: 1 };

/** Whether a process that has more asked of it than it has connections stays as fast as it was. */
export const steadyReads: Scenario = {
  name: 'steady-reads',
  run: async (bench) => {
    const { warmUp, windows, windowSeconds } = bench.quick ? QUICK : LONG;
    const deployment = await bench.deployment('prebuilt');
    const profiles = await signedInReaders(deployment);
    await read(profiles, CONNECTIONS, warmUp);
    const clock = sampleProcessor(deployment, windowSeconds);
    const reads = await read(profiles, CONNECTIONS, windows * windowSeconds);
    const rows = windowsOf(reads, windowSeconds, await clock.stop());
    const [first, last] = [rows.at(0)?.perSecond ?? Number.NaN, rows.at(-1)?.perSecond ?? Number.NaN];
    return {
      figures: [
        {
          name: 'reads after two minutes / at first',
          value: last / first,
          unit: 'ratio',
          goal: { atLeast: 0.95 },
          meaning: `\`GET /v1/users/me\` over ${CONNECTIONS} connections, four times the pool's, for two minutes after a warm-up: reads in the last ten seconds, divided by those in the first ten (${Math.round(last).toLocaleString('en')} and ${Math.round(first).toLocaleString('en')} a second).`,
        },
      ],
      details: { connections: CONNECTIONS, windowSeconds, windows: rows },
    };
  },
};

function sampleProcessor(deployment: BenchDeployment, everySeconds: number) {
  const samples = [readProcessorTime(deployment)];
  const timer = setInterval(() => samples.push(readProcessorTime(deployment)), everySeconds * 1000);
  return {
    stop: (): Promise<ProcessorTime[]> => {
      clearInterval(timer);
      return Promise.all(samples);
    },
  };
}

function windowsOf({ bySecond }: Reads, windowSeconds: number, samples: readonly ProcessorTime[]) {
  return Array.from({ length: bySecond.length / windowSeconds }, (_, index) => {
    const seconds = bySecond.slice(index * windowSeconds, (index + 1) * windowSeconds);
    const count = seconds.reduce((sum, reads) => sum + reads, 0);
    const [before, after] = samples.slice(index, index + 2);
    return {
      perSecond: count / windowSeconds,
      processorMsPerRead: before && after ? perPiece(spentBetween(before, after), count) : null,
    };
  });
}
