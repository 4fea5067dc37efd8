import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kept } from '../nemesis/report/reliability-page.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
/** Together they take all kinds of faults, for two minutes. */
const RUNS = [
  {
    seed: '20261130',
    faults:
      'kill,freeze,clock,backends,crash,pause,reset,cut,stall,slow,provider-outage,provider-reset,broker-kill,receiver',
  },
  {
    seed: '20261201',
    faults:
      'rolling,immediate,full-disk,half-open,split,provider-hang,provider-late,provider-endless,provider-dropped,provider-slow,' +
      'provider-limit,provider-partial,provider-key,provider-garbage,provider-redirect,broker-freeze',
  },
] as const;
const PATIENCE_MS = 600_000;

describe('a whole deployment whose parts fail one after the other', () => {
  let folder: string;
  let running: ReturnType<typeof spawn> | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-survival-'));
    const built = spawn(process.execPath, ['build.mjs'], { cwd: PROJECT, stdio: 'ignore' });
    await once(built, 'exit');
  });
  afterAll(async () => {
    if (running && running.exitCode === null && running.signalCode === null) {
      running.kill('SIGTERM');
      await once(running, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** Ends with what it said, where it found something. */
  const chaos = async (...words: readonly string[]): Promise<Kept> => {
    const out = path.join(folder, 'chaos.json');
    const run = path.join(PROJECT, 'tests/nemesis/run.ts');
    running = spawn(process.execPath, [run, '--out', out, ...words], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [running.stdout, running.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const [code] = (await once(running, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${words.join(' ')} has found something (${code}):\n${said}`);
    return JSON.parse(await readFile(out, 'utf8')) as Kept;
  };

  it.each(RUNS)(
    'loses nothing, repeats nothing that must not be, and lets nobody in who must stay out (seed $seed)',
    async ({ seed, faults }) => {
      const { runs } = await chaos('--seed', seed, '--minutes', '1', '--people', '10', '--faults', faults);
      const [outcome] = Object.values(runs ?? {});
      const checked = outcome?.invariants.filter(({ checked: times }) => times > 0) ?? [];
      expect(checked.length).toBeGreaterThan(50);
      expect(outcome?.invariants.filter(({ violated }) => violated > 0)).toEqual([]);
      expect(outcome?.faults.length).toBeGreaterThan(3);
      expect(outcome?.load['activate']?.done).toBeGreaterThan(5);
    },
    PATIENCE_MS,
  );
});
