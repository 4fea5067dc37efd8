import { cp, glob, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** A change of one source file: its text `before` becomes `after`, and must stand there exactly once. */
export interface Patch {
  /** Such as `libs/registration/domain/policy.ts`. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Hashes that cost a hundredth: what is tested is the rest, and argon2 would take both cores. */
export const CHEAP_HASHES: Patch = {
  file: 'libs/registration/adapters/argon2/argon2-password-hasher.ts',
  before: 'memoryCost: 19_456, timeCost: 2, parallelism: 1',
  after: 'memoryCost: 256, timeCost: 1, parallelism: 1',
};

/**
 * Copies the built programs to `folder`, changed by patches, so that no other build touches them while they run.
 * @throws Error when a patch's text is not there, or is there twice
 */
export async function copyPrograms(folder: string, patches: readonly Patch[]): Promise<void> {
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(modules, '@gatehouse'), { recursive: true });
  const entries = await readdir(path.join(PROJECT, 'node_modules'));
  for (const name of entries.filter((each) => each !== '@gatehouse')) {
    await symlink(path.join(PROJECT, 'node_modules', name), path.join(modules, name));
  }
  for await (const manifest of glob('{apps,libs}/*/package.json', { cwd: PROJECT })) {
    await copyWorkspace(path.dirname(manifest), folder);
  }
  for (const [file, changes] of Map.groupBy(patches, (patch) => patch.file)) await apply(file, changes, folder);
}

async function copyWorkspace(workspace: string, folder: string): Promise<void> {
  const [from, to] = [path.join(PROJECT, workspace), path.join(folder, workspace)];
  await mkdir(to, { recursive: true });
  const { name } = JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8')) as { name: string };
  const entries = await readdir(from);
  for (const entry of ['package.json', 'dist', 'generated', 'site'].filter((each) => entries.includes(each))) {
    await cp(path.join(from, entry), path.join(to, entry), { recursive: true, filter: isNoBundle });
  }
  if (entries.includes('node_modules')) await symlink(path.join(from, 'node_modules'), path.join(to, 'node_modules'));
  await symlink(to, path.join(folder, 'node_modules', name));
}

/** A bundle would hide what is patched. */
const isNoBundle = (file: string): boolean => !path.basename(file).startsWith('bundle.');

async function apply(file: string, patches: readonly Patch[], folder: string): Promise<void> {
  let source = await readFile(path.join(PROJECT, file), 'utf8');
  for (const { before, after } of patches) {
    const times = source.split(before).length - 1;
    if (times !== 1) throw new Error(`${file} has this ${times} times, and a patch needs it once:\n${before}`);
    source = source.replace(before, () => after);
  }
  const [app = '', name = '', ...rest] = file.split('/');
  const script = path.join(folder, app, name, 'dist', ...rest).replace(/\.ts$/, '.js');
  const options = JSON.parse(await readFile(path.join(PROJECT, '.swcrc'), 'utf8')) as object;
  const code = file.endsWith('.ts')
    ? (await transform(source, { ...options, sourceMaps: false, swcrc: false, filename: file })).code
    : source;
  await writeFile(script, code);
}
