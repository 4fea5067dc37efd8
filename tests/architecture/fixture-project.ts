import { cp, glob, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FIXTURES = new URL('./fixtures/', import.meta.url).pathname;

/**
 * Builds a small project in a temporary folder: `fixtures/clean`, which keeps every rule, with the files of one more
 * fixture laid over it. Manifests wait in the fixtures as manifest.json, so that no tool takes them for real packages;
 * what they depend on is linked (workspaces) or stood in for by an empty package (npm).
 */
export async function fixtureProject(fixture: string): Promise<AsyncDisposable & { root: string; files: string[] }> {
  const root = await mkdtemp(path.join(tmpdir(), 'gatehouse-fixture-'));
  await cp(path.join(FIXTURES, 'clean'), root, { recursive: true });
  await cp(path.join(FIXTURES, fixture), root, { recursive: true });
  await writeFile(path.join(root, 'package.json'), JSON.stringify({ name: 'fixture-project', private: true }));

  for await (const file of glob('*/*/manifest.json', { cwd: root })) await furnish(root, path.dirname(file));
  await furnish(root, 'tests');

  const files: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: path.join(FIXTURES, fixture) })) files.push(file);
  return { root, files: files.sort(), [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

async function furnish(root: string, workspace: string): Promise<void> {
  const manifest = path.join(root, workspace, 'package.json');
  await rename(path.join(root, workspace, 'manifest.json'), manifest);
  const { name, dependencies, devDependencies }: Manifest = JSON.parse(await readFile(manifest, 'utf8'));

  await mkdir(path.join(root, 'node_modules/@gatehouse'), { recursive: true });
  await symlink(path.join(root, workspace), path.join(root, 'node_modules', name));

  for (const needed of Object.keys({ ...dependencies, ...devDependencies })) {
    if (needed.startsWith('@gatehouse/')) continue;
    const stand = path.join(root, 'node_modules', needed);
    await mkdir(stand, { recursive: true });
    await writeFile(path.join(stand, 'package.json'), JSON.stringify({ name: needed, main: 'index.js' }));
    await writeFile(path.join(stand, 'index.js'), '');
  }
}
