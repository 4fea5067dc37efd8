import type { Load } from '../clients/load.ts';
import type { Deployment } from '../deployment/deployment.ts';

/** What a fault may touch, and how long it lasts. */
export interface Scene {
  readonly deployment: Deployment;
  readonly load: Load;
  /** In [0, 1): the seed decides. */
  readonly random: () => number;
  /** Waits while the fault lasts, in milliseconds; shorter where the run ends. */
  readonly last: (ms: number) => Promise<void>;
}

/** A fault that has begun: `end` repairs it, and answers how many single injuries there were beyond those of its beginning. */
export interface Begun {
  readonly injuries: number;
  readonly end: () => number | Promise<number>;
}

export interface FaultKind {
  /** As `--faults` has it. */
  readonly name: string;
  /** For the report. */
  readonly says: string;
  /** What one injury is. */
  readonly counts: string;
  /** How long it lasts, in milliseconds: at least and at most. */
  readonly lasts: readonly [number, number];
  /** Why it cannot be had here; null where it can. */
  readonly impossible?: (deployment: Deployment) => string | null;
  /** Of which part it will be: `api1`, `worker > database`. Drawn by the seed. */
  readonly target: (scene: Scene) => string;
  readonly begin: (scene: Scene, target: string) => Begun | Promise<Begun>;
}

export const oneOf = <T>(all: readonly T[], random: () => number): T => {
  const found = all[Math.floor(random() * all.length)];
  if (found === undefined) throw new Error('One of none');
  return found;
};

/** A fault of one part, or of so many, that lasts until `repair`. */
export const until = (repair: () => unknown, injuries = 1): Begun => ({
  injuries,
  end: async () => {
    await repair();
    return 0;
  },
});

/** A fault that repairs itself, or is repaired by those who watch over the programs. */
export const past = (injuries: number): Begun => ({ injuries, end: () => 0 });
