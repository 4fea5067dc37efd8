import type { HashSpeed } from '../load/full-speed.ts';
import type { HashCost } from '../load/hash-rate.ts';
import { median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import { NAMES, type Name } from './contenders.ts';
import type { MeasuredReads, MeasuredSignUps } from './measure-contender.ts';

/** One of them in one round. */
export interface Compared {
  readonly signUps: MeasuredSignUps;
  readonly reads: MeasuredReads;
}

export interface PeersFound {
  readonly connections: { readonly signingUp: number; readonly reading: number };
  /** Of what better-auth was installed with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly cost: HashCost;
  /** Each alone in a process of its own, before and after all the rounds. */
  readonly hash: Readonly<Record<'argon2id' | 'scrypt', HashSpeed>>;
  readonly rounds: readonly Readonly<Record<Name, Compared>>[];
  readonly startSeconds: Readonly<Record<Name, number>>;
  /** By process; with Gatehouse, the API and the worker. */
  readonly memoryMiB: Readonly<Record<Name, readonly number[]>>;
}

export const HASH_OF: Readonly<Record<Name, 'argon2id' | 'scrypt'>> = {
  Gatehouse: 'argon2id',
  'better-auth': 'scrypt',
  'plain Express': 'argon2id',
};

/** Of all rounds, the median. */
export const medianOf = ({ rounds }: PeersFound, name: Name, of: (one: Compared) => number): number =>
  median(rounds.map((round) => of(round[name])));

/** Milliseconds of a sign-up with its mail beside its hash: its own processes and PostgreSQL. */
export const besideTheHash = ({ signUps }: Compared): number => signUps.ms.processes + signUps.ms.postgres;

export function figuresOf(found: PeersFound): Figure[] {
  const { rounds, hash, connections } = found;
  const times = `Median of ${rounds.length} rounds, in turns.`;
  const each = (row: string, unit: Figure['unit'], of: (name: Name) => number, meaning: (name: Name) => string) =>
    NAMES.map((name): Figure => ({ name: `${row}: ${name}`, value: of(name), unit, meaning: meaning(name) }));
  return [
    ...each(
      'sign-ups with a mail',
      '/s',
      (name) => medianOf(found, name, ({ signUps }) => signUps.perSecond),
      () =>
        `Over ${connections.signingUp} connections without pause, until the provider has accepted the last mail. ${times}`,
    ),
    ...each(
      'sign-ups / its hash alone',
      'ratio',
      (name) => medianOf(found, name, ({ signUps }) => signUps.perSecond) / hash[HASH_OF[name]].perSecond,
      (name) =>
        `Of ${hash[HASH_OF[name]].perSecond.toFixed(1)} ${HASH_OF[name]} hashes a second in a process of its own.`,
    ),
    ...each(
      'processor of a sign-up, the hash',
      'ms',
      (name) => medianOf(found, name, ({ signUps }) => signUps.ms.hash),
      (name) =>
        `${HASH_OF[name]} in the process’s thread pool; alone it takes ${hash[HASH_OF[name]].processorMs.toFixed(1)} ms.`,
    ),
    ...each(
      'processor of a sign-up, beside the hash',
      'ms',
      (name) => medianOf(found, name, besideTheHash),
      () => `Its own processes less their thread pools, and PostgreSQL, with the mail. ${times}`,
    ),
    ...each(
      'signed-in reads',
      '/s',
      (name) => medianOf(found, name, ({ reads }) => reads.perSecond),
      () => `Who am I, asked by 32 people over ${connections.reading} connections. ${times}`,
    ),
    ...each(
      'memory after the load',
      'MiB',
      (name) => found.memoryMiB[name].reduce((sum, one) => sum + one, 0),
      (name) => (name === 'Gatehouse' ? 'Resident sets of API and worker.' : 'Resident set of its one process.'),
    ),
    ...each(
      'start to ready',
      's',
      (name) => found.startSeconds[name],
      () =>
        `The process that answers requests, beside the others, on a database that is there. Median of ${rounds.length}.`,
    ),
  ];
}
