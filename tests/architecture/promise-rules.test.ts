import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

const WORK = `
export async function work(): Promise<void> {
  await Promise.reject(new Error('It failed'));
}
export class Worker {
  async work(): Promise<void> {
    await work();
  }
}
`;

/** Lines that leave a promise to itself say which rule finds them. */
const USE = `
import { Worker, work } from './work.js';
export class Service {
  readonly worker = new Worker();
  async own(): Promise<void> {
    await work();
  }
  run(): void {
    work(); // noFloatingPromises
    this.own(); // noFloatingPromises
    work().finally(() => undefined); // noFloatingPromises
    Promise.all([work()]); // noFloatingPromises
    [1, 2].forEach(async () => await work()); // noMisusedPromises
    if (work()) this.run(); // noMisusedPromises
    void work();
    work().catch(() => undefined);
  }
  async wait(): Promise<void> {
    await this.worker.work();
    await Promise.all([1, 2].map(async () => await work()));
  }
}
`;

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

async function lint(): Promise<Diagnostic[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'gatehouse-promises-'));
  try {
    await writeFile(path.join(root, 'work.ts'), WORK);
    await writeFile(path.join(root, 'use.ts'), USE);
    await cp(path.join(PROJECT, 'biome.json'), path.join(root, 'biome.json'));
    await cp(path.join(PROJECT, 'tests/architecture/lint'), path.join(root, 'tests/architecture/lint'), {
      recursive: true,
    });
    const rules = ['noFloatingPromises', 'noMisusedPromises'].map((rule) => `--only=nursery/${rule}`);
    const options = ['--vcs-enabled=false', ...rules, '--reporter=json', '--max-diagnostics=none'];
    const report = await new Promise<string>((resolve) => {
      const biome = path.join(PROJECT, 'node_modules/.bin/biome');
      execFile(biome, ['lint', ...options, 'work.ts', 'use.ts'], { cwd: root }, (_, stdout) => resolve(stdout));
    });
    return (JSON.parse(report) as { diagnostics: Diagnostic[] }).diagnostics;
  } finally {
    await rm(root, { recursive: true });
  }
}

describe('the linter’s rules for promises', () => {
  it('find those that nobody waits for, of this file and of another', async () => {
    const found = (await lint()).map(
      ({ category, location }) => `${location.path}:${location.start.line} ${category.replace('lint/nursery/', '')}`,
    );
    const marked = USE.split('\n').flatMap((line, index) => {
      const [, rule] = /\/\/ (no\w+)$/.exec(line) ?? [];
      return rule ? [`use.ts:${index + 1} ${rule}`] : [];
    });
    expect(found.toSorted()).toEqual(marked.toSorted());
  });
});
