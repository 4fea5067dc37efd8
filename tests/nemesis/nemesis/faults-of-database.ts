import { type FaultKind, past, until } from './fault-kind.ts';

const postgres = (): string => 'database';

/** @param downMs how long it stays down at most */
const ended = (signal: 'SIGKILL' | 'SIGQUIT', downMs: number): Pick<FaultKind, 'lasts' | 'target' | 'begin'> => ({
  lasts: [0, 0],
  target: postgres,
  begin: async ({ deployment, random }) => {
    await deployment.database.crash(signal, random() * downMs);
    return past(1);
  },
});

/** Of the database server and its disk. */
export const FAULTS_OF_DATABASE: readonly FaultKind[] = [
  {
    name: 'backends',
    says: 'connections are ended at the server (pg_terminate_backend), half of them or all',
    counts: 'backends ended',
    lasts: [0, 0],
    target: postgres,
    begin: async ({ deployment, random }) => past(await deployment.database.killBackends(random() < 0.5 ? 0.5 : 1)),
  },
  {
    name: 'crash',
    says: 'the server is killed (SIGKILL) and recovers',
    counts: 'crashes',
    ...ended('SIGKILL', 1_000),
  },
  {
    name: 'immediate',
    says: 'the server is shut down immediately (SIGQUIT) and recovers',
    counts: 'shutdowns',
    ...ended('SIGQUIT', 3_000),
  },
  {
    name: 'pause',
    says: 'every process of the server stands still, as where a virtual machine is paused',
    counts: 'processes of the server stopped',
    lasts: [500, 5_000],
    target: postgres,
    begin: async ({ deployment: { database } }) =>
      until(() => database.signalAll('SIGCONT'), await database.signalAll('SIGSTOP')),
  },
  {
    name: 'full-disk',
    says: 'the database’s file system has no room left',
    counts: 'times',
    lasts: [2_000, 6_000],
    target: postgres,
    impossible: ({ database }) => database.disk.whyNeverFull,
    begin: async ({ deployment: { database } }) => {
      await database.disk.fill();
      return until(async () => {
        await database.disk.makeRoom();
        await database.ensureRunning();
      });
    },
  },
];
