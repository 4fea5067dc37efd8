import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SIZE_MIB = 3_072;
/** The pipe from this process ends when this process does, however it ends; and so does the mount. */
const UNMOUNT_AT_THE_END = 'read -r _; umount -l "$1"; rm -f "$2"';

interface Mounted {
  readonly at: string;
  readonly guard: ChildProcessByStdio<Writable, null, null>;
}

/** Where the database keeps its data: a file system of its own on a loop device, where that can be had, so that it can be full. */
export class DatabaseDisk {
  /** The database's own folder. */
  readonly folder: string;
  /** Why it can never be full; null where it can. */
  readonly whyNeverFull: string | null;
  readonly #mounted: Mounted | null;

  private constructor(folder: string, mounted: Mounted | null, whyNeverFull: string | null) {
    this.folder = folder;
    this.#mounted = mounted;
    this.whyNeverFull = whyNeverFull;
  }

  /** @param folder on a disk, not in memory: `fsync` has to mean something */
  static async in(folder: string): Promise<DatabaseDisk> {
    const image = path.join(folder, 'disk.img');
    const mount = path.join(folder, 'disk');
    await mkdir(mount);
    try {
      await run('truncate', ['-s', `${SIZE_MIB}M`, image]);
      await run('mkfs.ext4', ['-q', '-m', '0', '-E', 'lazy_itable_init=1,lazy_journal_init=1', image]);
      await run('mount', ['-o', 'loop', image, mount]);
    } catch (error) {
      await rm(image, { force: true });
      const data = await newFolder(folder);
      return new DatabaseDisk(data, null, error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
    }
    const guard = spawn('/bin/sh', ['-c', UNMOUNT_AT_THE_END, 'disk-guard', mount, image], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await chmod(mount, 0o711);
    return new DatabaseDisk(await newFolder(mount), { at: mount, guard }, null);
  }

  get #filler(): string {
    return path.join(this.#mounted?.at ?? '', 'filler');
  }

  /** Leaves no room. */
  async fill(): Promise<void> {
    if (this.#mounted === null) throw new Error('This disk cannot be filled');
    for (let left = 20; left > 0; left--) {
      const { bavail, bsize } = await statfs(this.#mounted.at);
      const bytes = bavail * bsize;
      if (bytes <= 0) return;
      const filler = `${this.#filler}.${left}`;
      await run('fallocate', ['-l', String(bytes), filler]).catch(() =>
        run('fallocate', ['-l', String(Math.ceil(bytes / 2)), filler]).catch(() => undefined),
      );
    }
  }

  async makeRoom(): Promise<void> {
    for (let left = 20; left > 0; left--) await unlink(`${this.#filler}.${left}`).catch(() => undefined);
  }

  async close(): Promise<void> {
    const { guard } = this.#mounted ?? {};
    if (guard === undefined || guard.exitCode !== null) return;
    const ended = once(guard, 'exit');
    guard.stdin.end();
    await ended;
  }
}

async function newFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(path.join(parent, 'postgres-'));
  // As root the server runs as another user, who has to get in.
  await chmod(folder, 0o711);
  return folder;
}
