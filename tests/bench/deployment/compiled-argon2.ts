import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

/**
 * Builds argon2 as docker/build-argon2.sh does for the image, on a copy of the package in `folder`, so that the
 * checkout stays as npm left it. Answers where the copy lies, for the variable ARGON2_PREBUILD; null where no compiler
 * is installed or the processor is of another kind.
 */
export async function compileArgon2(folder: string): Promise<string | null> {
  if (process.arch !== 'x64') return null;
  for (const compiler of ['cc', 'c++']) {
    const found = await run(compiler, ['--version']).then(
      () => true,
      () => false,
    );
    if (!found) return null;
  }
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(folder, 'docker'), { recursive: true });
  await copyFile(path.join(PROJECT, 'docker/build-argon2.sh'), path.join(folder, 'docker/build-argon2.sh'));
  await cp(path.join(PROJECT, 'node_modules/argon2'), path.join(modules, 'argon2'), { recursive: true });
  await symlink(path.join(PROJECT, 'node_modules/node-api-headers'), path.join(modules, 'node-api-headers'));
  await run('sh', [path.join(folder, 'docker/build-argon2.sh')]);
  return path.join(modules, 'argon2');
}
