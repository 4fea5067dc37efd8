import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const PROJECT = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);

/**
 * One of each kind: the one that compiles argon2 takes longer than the rest together, and the questions of strangers
 * differ in what they ask alone.
 */
const SCENARIOS =
  'start-up,sign-ups,profile-reads,latency,reads-under-sign-ups,steady-reads,memory,' +
  'activations,enumeration-resend,enumeration-reset-confirmation,enumeration-imported,import,large,sign-ups-early';

/** `npm run bench`, short: what it finds means nothing, but that it finds something means that it works. */
describe('the bench', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const bench = (...args: string[]) =>
    run(process.execPath, ['tests/bench/run.ts', '--out', path.join(folder, 'bench.json'), ...args], { cwd: PROJECT });

  it('measures every row and writes them as a table, as JSON and as a page', async () => {
    const { stdout } = await bench('--quick', '--only', SCENARIOS, '--markdown', path.join(folder, 'page.md'));
    const { figures, machine, details } = JSON.parse(await readFile(path.join(folder, 'bench.json'), 'utf8'));
    const page = await readFile(path.join(folder, 'page.md'), 'utf8');

    const names = figures.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'sign-ups with their mail, a minute',
        'sign-ups / argon2 alone',
        'profile reads / plain',
        'from sign-up answered to mail accepted, p50',
        'from sign-up answered to mail accepted, p99',
        'profile reads while people sign up',
        'profile reads while people sign up, p99',
        'reads after two minutes / at first',
        'memory of the API',
        'memory of the worker',
        'start to ready, API',
        'start to ready, worker',
        'start to ready, everything, first time',
        'resend, known / unknown address, |t|',
        'reset-confirmation, known / unknown address',
        'sign-in, imported / others, |t|',
        'activations / argon2 alone',
        'sign-ups / argon2 alone, 1 s after the start',
        'users imported',
        'memory of the API, most during an import',
        'sign-up: 2,000 / 200 people',
        'admin search by email: 2,000 / 200 people',
      ]),
    );
    for (const { name, value } of figures) expect([name, value > 0]).toEqual([name, true]);
    for (const name of names) {
      expect(stdout).toContain(name);
      expect(page).toContain(`| ${name} |`);
      expect(page).toContain(`- **${name}.**`);
    }
    expect(await readFile(path.join(folder, 'benchmarks-large.md'), 'utf8')).toContain('Index Scan using users_pkey');
    expect(machine).toEqual(expect.objectContaining({ cores: expect.any(Number), postgres: expect.any(String) }));
    expect(details['sign-ups'].rounds[0].processorMsPerSignUp.postgres).toBeGreaterThan(0);
  }, 240_000);

  it('names the scenarios there are when asked for another', async () => {
    await expect(bench('--only', 'sign-downs')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^No such scenario: sign-downs\. There are .*profile-reads/),
    });
  });
});
