import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const PROJECT = path.join(import.meta.dirname, '../..');

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: { readonly under: number };
}

/** The bench prints what each page costs. Here it runs once, so of its figures only those count that no clock measures. */
describe('the budget of the pages', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-pages-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is measured for every page, and kept in scripts and requests', async () => {
    const out = path.join(folder, 'bench.json');
    await promisify(execFile)(process.execPath, ['tests/bench/run.ts', '--quick', '--only', 'pages', '--out', out], {
      cwd: PROJECT,
    });
    const { figures } = JSON.parse(await readFile(out, 'utf8')) as { figures: Figure[] };
    const pages = figures.filter(({ name }) => name.startsWith('/')).map(({ name }) => name.split(',')[0]);
    expect([...new Set(pages)]).toEqual([
      '/sign-up',
      '/sign-in',
      '/activate',
      '/reset',
      '/account',
      '/email-undo',
      '/console',
    ]);
    for (const { name, value, unit, goal } of figures) {
      expect([name, value > 0]).toEqual([name, true]);
      if (unit === 'KiB' || unit === 'requests') expect([name, value < (goal?.under ?? 0)]).toEqual([name, true]);
    }
  }, 120_000);
});
