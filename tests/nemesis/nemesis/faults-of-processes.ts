import type { Service } from '../deployment/service.ts';
import { type FaultKind, oneOf, past, type Scene, until } from './fault-kind.ts';

const anyService = ({ deployment, random }: Scene): string => oneOf(deployment.services, random).name;

function serviceOf({ deployment }: Scene, name: string): Service {
  const service = deployment.services.find((one) => one.name === name);
  if (!service) throw new Error(`No process is called ${name}`);
  return service;
}

/** Of the programs themselves. */
export const FAULTS_OF_PROCESSES: readonly FaultKind[] = [
  {
    name: 'kill',
    says: 'a process is killed (SIGKILL) and started again',
    counts: 'processes killed',
    lasts: [0, 0],
    target: anyService,
    begin: async (scene, target) => {
      serviceOf(scene, target).signal('SIGKILL');
      await scene.last(100);
      await serviceOf(scene, target).untilReady();
      return past(1);
    },
  },
  {
    name: 'freeze',
    says: 'a process stands still (SIGSTOP) and goes on',
    counts: 'processes stopped',
    lasts: [500, 6_000],
    target: anyService,
    begin: (scene, target) => {
      const service = serviceOf(scene, target);
      service.signal('SIGSTOP');
      return until(() => service.signal('SIGCONT'));
    },
  },
  {
    name: 'rolling',
    says: 'a rolling restart: each process ends in order (SIGTERM) and starts again, one after the other',
    counts: 'processes restarted',
    lasts: [0, 0],
    target: () => 'all processes',
    begin: async ({ deployment }) => {
      for (const service of deployment.services) {
        await service.terminate();
        await service.untilReady();
      }
      return past(deployment.services.length);
    },
  },
  {
    name: 'clock',
    says: 'the clock of a process steps by up to 5 minutes, forwards or backwards',
    counts: 'clock steps, there and back',
    lasts: [1_000, 8_000],
    target: anyService,
    begin: async (scene, target) => {
      const service = serviceOf(scene, target);
      await service.moveClock(Math.round((scene.random() * 2 - 1) * 300_000));
      return {
        injuries: 1,
        end: async () => {
          await service.moveClock(0);
          return 1;
        },
      };
    },
  },
];
