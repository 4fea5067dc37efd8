import { residentMiB } from '../measure/proc.ts';
import type { Figure } from '../report/figure.ts';
import type { Scenario } from '../scenario.ts';

const MEANING = 'Resident set after all the load of this run.';

/** Comes after everything that loads the deployment. */
export const memory: Scenario = {
  name: 'memory',
  run: async (bench) => {
    const { api, worker } = await bench.deployment('prebuilt');
    const [ofApi, ofWorker] = await Promise.all([residentMiB(api.pid), residentMiB(worker.pid)]);
    const figures: Figure[] = [
      { name: 'memory of the API', value: ofApi?.now ?? null, unit: 'MiB', goal: { under: 180 }, meaning: MEANING },
      {
        name: 'memory of the worker',
        value: ofWorker?.now ?? null,
        unit: 'MiB',
        goal: { under: 140 },
        meaning: MEANING,
      },
    ];
    return { figures, details: { api: ofApi, worker: ofWorker } };
  },
};
