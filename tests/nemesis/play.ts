import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { thisMachine } from '../bench/report/machine.ts';
import { installedNatsVersion } from '../support/broker/nats-server.ts';
import { checkAll } from './checker/check.ts';
import { readEvidence } from './checker/evidence.ts';
import { shortestHistory } from './checker/shortest-history.ts';
import { Load } from './clients/load.ts';
import { Deployment } from './deployment/deployment.ts';
import { CHEAP_HASHES, type Patch } from './deployment/program-tree.ts';
import { History } from './history/history.ts';
import { Nemesis } from './nemesis/nemesis.ts';
import { figuresOfDoubles, figuresOfFaults, figuresOfLoad } from './report/figures.ts';
import { type Outcome, violatedIn } from './report/outcome.ts';
import { settle } from './settle.ts';

export interface PlayOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly faults: readonly string[];
  readonly postgres: string;
  readonly people: number;
  readonly sequences: number;
  readonly oneByOne: boolean;
  readonly patches: readonly Patch[];
  /** How long to wait at most until everything has come to rest, in milliseconds. */
  readonly settleMs: number;
  readonly keep: boolean;
  readonly command: string;
  readonly note: (line: string) => void;
  /** Hears how to close everything, for signals. */
  readonly closing: (close: () => Promise<void>) => void;
}

/** People live before the first fault, and after the last, in milliseconds. */
const CALM_MS = 2_000;
const VIOLATIONS_SHOWN = 3;

/** One run: a deployment, people, faults, and a look at what is left. */
export async function play(options: PlayOptions): Promise<Outcome> {
  const { note, seed } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-chaos-'));
  // As root the database runs as another user, who has to get in.
  await chmod(folder, 0o711);
  const file = path.join(folder, 'history.ndjson');
  const history = new History(file);
  const patches = [CHEAP_HASHES, ...options.patches];
  const deployment = new Deployment({ folder, postgres: options.postgres, patches, note });
  let keeps = options.keep;
  const close = async (): Promise<void> => {
    await deployment.close();
    await history.close();
    if (!keeps) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  options.closing(close);
  const startedAt = new Date();
  try {
    await deployment.open();
    const outcome = await rage(deployment, history, folder, options);
    const violated = violatedIn(outcome);
    // Of a mutation, it is what was looked for.
    keeps ||= violated.length > 0 && options.patches.length === 0;
    for (const { name, source, violations } of violated) {
      note(`VIOLATED with seed ${seed}: ${name} (${source})`);
      for (const violation of violations.slice(0, VIOLATIONS_SHOWN)) {
        note(`  ${violation.text}`);
        for (const line of await shortestHistory(file, violation)) note(`    ${line}`);
      }
    }
    return { ...outcome, startedAt: startedAt.toISOString(), seconds: (Date.now() - startedAt.getTime()) / 1_000 };
  } finally {
    if (keeps) note(`kept: ${folder}`);
    await close();
    options.closing(() => Promise.resolve());
  }
}

async function rage(
  deployment: Deployment,
  history: History,
  folder: string,
  { minutes, seed, people, sequences, oneByOne, faults, settleMs, command, note }: PlayOptions,
): Promise<Omit<Outcome, 'startedAt' | 'seconds'>> {
  const load = await Load.open(deployment, history, { seed, people });
  const nemesis = new Nemesis(deployment, load, history, { seed, faults, sequences, oneByOne, note });
  for (const [name, why] of nemesis.impossible) note(`cannot be had here: ${name}: ${why}`);
  const until = Date.now() + minutes * 60_000;
  note(`people live for ${minutes} minutes, seed ${seed}`);
  load.begin(until);
  await pause(CALM_MS);
  await nemesis.rage(until - CALM_MS);
  await pause(Math.max(0, until - Date.now()));
  deployment.links.heal();
  deployment.sandbox.faults.clear();
  note(`${history.faults.length} faults; everybody finishes`);
  await load.finish();
  const unsettled = await settle(deployment, load, history, settleMs);
  await load.closeReaders();
  note(`checks ${history.calls.length} requests, ${history.taken.length} messages, ${history.told.length} events`);
  const logs = new Map<string, string>();
  for (const { name } of deployment.services) logs.set(name, await readFile(path.join(folder, `${name}.log`), 'utf8'));
  const { neighbour } = load;
  const broker = await installedNatsVersion();
  const outside = { stream: await neighbour.stream(), broker, dead: neighbour.dead, logs, unsettled };
  const evidence = await readEvidence(deployment.database.sql, history, outside);
  return {
    seed,
    command,
    sequences,
    oneByOne,
    machine: thisMachine(deployment.database.version),
    broker,
    lives: load.lives,
    load: figuresOfLoad(history),
    events: evidence.events.length,
    webhooks: history.hooks.length,
    faults: figuresOfFaults(history, until),
    impossible: Object.fromEntries(nemesis.impossible),
    invariants: checkAll(evidence),
    doubles: figuresOfDoubles(history),
    unsettled,
  };
}
