import { setTimeout as pause } from 'node:timers/promises';
import { randomFrom } from '../../bench/load/random-from.ts';
import type { Load } from '../clients/load.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { History } from '../history/history.ts';
import { isWorkingSince } from '../history/successes.ts';
import type { FaultKind, Scene } from './fault-kind.ts';
import { FAULTS_OF_DATABASE } from './faults-of-database.ts';
import { FAULTS_OF_NETWORK } from './faults-of-network.ts';
import { FAULTS_OF_OTHERS } from './faults-of-others.ts';
import { FAULTS_OF_PROCESSES } from './faults-of-processes.ts';

export const FAULT_KINDS: readonly FaultKind[] = [
  ...FAULTS_OF_PROCESSES,
  ...FAULTS_OF_DATABASE,
  ...FAULTS_OF_NETWORK,
  ...FAULTS_OF_OTHERS,
];

/** Between two faults, in milliseconds: at least, and at most. */
const REST_MS = [200, 1_200] as const;
/** How often a second fault begins while the first one lasts. */
const SECOND = 0.4;
/** How long the next fault waits at most for the service to work again, in milliseconds. */
export const RECOVERY_MS = 30_000;
const LOOK_EVERY_MS = 50;

export interface NemesisOptions {
  readonly seed: number;
  /** Empty: every kind. */
  readonly faults: readonly string[];
  /** How many sequences of faults run beside each other. */
  readonly sequences: number;
  /** One fault at a time, and the next when the service works again. */
  readonly oneByOne: boolean;
  readonly note: (line: string) => void;
}

/** Breaks one thing after the other, sometimes two at once, in an order that the seed decides; each kind comes in turn. */
export class Nemesis {
  readonly #kinds: readonly FaultKind[];
  /** Kinds that cannot be had here, with the reason. */
  readonly impossible: ReadonlyMap<string, string>;
  readonly #history: History;
  readonly #options: NemesisOptions;
  readonly #random: () => number;
  readonly #scene: Scene;
  #bag: FaultKind[] = [];
  #stopped = new AbortController();

  constructor(deployment: Deployment, load: Load, history: History, options: NemesisOptions) {
    const { faults, seed } = options;
    const chosen = FAULT_KINDS.filter(({ name }) => faults.length === 0 || faults.includes(name));
    const reasons = chosen.map(({ name, impossible }) => [name, impossible?.(deployment) ?? null] as const);
    this.impossible = new Map(reasons.flatMap(([name, why]) => (why === null ? [] : [[name, why] as const])));
    this.#kinds = chosen.filter(({ name }) => !this.impossible.has(name));
    this.#history = history;
    this.#options = options;
    this.#random = randomFrom(seed);
    const last = (ms: number) => pause(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    this.#scene = { deployment, load, random: this.#random, last };
  }

  /** Until then; every fault that it began has ended when this resolves. */
  async rage(until: number): Promise<void> {
    const timer = setTimeout(() => this.#stopped.abort(), until - Date.now());
    await Promise.all(Array.from({ length: this.#options.sequences }, () => this.#sequence()));
    clearTimeout(timer);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #sequence(): Promise<void> {
    while (!this.#stopped.signal.aborted && this.#kinds.length > 0) {
      const faults = [this.#strike()];
      if (!this.#options.oneByOne && this.#random() < SECOND) faults.push(this.#strike());
      await Promise.all(faults);
      if (this.#options.oneByOne) await this.#recovery();
      await this.#scene.last(this.#between(REST_MS));
    }
  }

  async #recovery(): Promise<void> {
    const since = Date.now();
    while (!this.#stopped.signal.aborted && Date.now() < since + RECOVERY_MS) {
      if (isWorkingSince(this.#history, since)) return;
      await this.#scene.last(LOOK_EVERY_MS);
    }
  }

  async #strike(): Promise<void> {
    const kind = this.#next();
    const target = kind.target(this.#scene);
    const ms = this.#between(kind.lasts);
    const fault = this.#history.begin(kind.name, target);
    let injuries = 0;
    try {
      const begun = await kind.begin(this.#scene, target);
      injuries = begun.injuries;
      if (ms > 0) await this.#scene.last(ms);
      injuries += await begun.end();
    } catch (error) {
      this.#options.note(`${kind.name} of ${target}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#history.end(fault, injuries);
  }

  /** A bag with each kind once, and then another: in short runs, too, nothing is left out. */
  #next(): FaultKind {
    if (this.#bag.length === 0) {
      this.#bag = [...this.#kinds];
      for (let at = this.#bag.length - 1; at > 0; at--) {
        const other = Math.floor(this.#random() * (at + 1));
        const [one, two] = [this.#bag[at], this.#bag[other]] as [FaultKind, FaultKind];
        this.#bag[at] = two;
        this.#bag[other] = one;
      }
    }
    return this.#bag.pop() as FaultKind;
  }

  #between([least, most]: readonly [number, number]): number {
    return least + this.#random() * (most - least);
  }
}
