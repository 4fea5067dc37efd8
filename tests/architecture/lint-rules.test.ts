import { execFile } from 'node:child_process';
import { cp, glob, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

const LINT = path.join(import.meta.dirname, 'lint');
const FIXTURES = path.join(LINT, 'fixtures');

const files = await readdir(LINT);
const rules = files.filter((file) => file.endsWith('.grit')).map((file) => path.parse(file).name);

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

/** Lints a fixture by the project's own biome.json, as if it stood at the root of the repository. */
async function lint(fixture: string): Promise<Diagnostic[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'gatehouse-lint-'));
  try {
    await cp(path.join(FIXTURES, fixture), root, { recursive: true });
    await cp(path.join(PROJECT, 'biome.json'), path.join(root, 'biome.json'));
    await cp(LINT, path.join(root, 'tests/architecture/lint'), { recursive: true });
    const options = ['--vcs-enabled=false', '--only=plugin', '--reporter=json', '--max-diagnostics=none'];
    const report = await new Promise<string>((resolve) => {
      // Biome ends with an error when it finds one, which is what most fixtures are for.
      const biome = path.join(PROJECT, 'node_modules/.bin/biome');
      execFile(biome, ['lint', ...options, '.'], { cwd: root }, (_, stdout) => resolve(stdout));
    });
    return (JSON.parse(report) as { diagnostics: Diagnostic[] }).diagnostics;
  } finally {
    await rm(root, { recursive: true });
  }
}

/** The lines that a fixture says are wrong. */
async function markedLines(fixture: string): Promise<string[]> {
  const marked: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: path.join(FIXTURES, fixture) })) {
    const lines = (await readFile(path.join(FIXTURES, fixture, file), 'utf8')).split('\n');
    for (const [index, line] of lines.entries())
      if (line.endsWith('// breaks the rule')) marked.push(`${file}:${index + 1}`);
  }
  return marked.toSorted();
}

describe('our own lint rules', () => {
  it('have a fixture each, and no fixture is without its rule', async () => {
    expect((await readdir(FIXTURES)).toSorted()).toEqual(['allowed', ...rules].toSorted());
  });

  it('let what is allowed be', async () => {
    expect(await lint('allowed')).toEqual([]);
  });

  it.each(rules)('find the marked lines, and no others: %s', async (rule) => {
    const found = await lint(rule);
    expect(found.map(({ location }) => `${location.path}:${location.start.line}`).toSorted()).toEqual(
      await markedLines(rule),
    );
    expect(found.filter(({ message }) => !message.startsWith(`${rule}: `))).toEqual([]);
  });
});
