import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SIZE_MIB = 3_072;
/** A file system of its own needs a little for itself. */
const LEFT_BYTES = 0;

/** Where the database keeps its data: a file system of its own on a loop device, where that can be had, so that it can be full. */
export class DatabaseDisk {
  /** The database's own folder. */
  readonly folder: string;
  /** Why it can never be full; null where it can. */
  readonly whyNeverFull: string | null;
  readonly #mount: string | null;
  readonly #image: string;

  private constructor(folder: string, mount: string | null, image: string, whyNeverFull: string | null) {
    this.folder = folder;
    this.#mount = mount;
    this.#image = image;
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
      return new DatabaseDisk(data, null, image, error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
    }
    await chmod(mount, 0o711);
    return new DatabaseDisk(await newFolder(mount), mount, image, null);
  }

  get #filler(): string {
    return path.join(this.#mount ?? '', 'filler');
  }

  /** Leaves no room. */
  async fill(): Promise<void> {
    if (this.#mount === null) throw new Error('This disk cannot be filled');
    for (let left = 20; left > 0; left--) {
      const { bavail, bsize } = await statfs(this.#mount);
      const bytes = bavail * bsize - LEFT_BYTES;
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
    if (this.#mount !== null) await run('umount', ['-l', this.#mount]);
    await rm(this.#image, { force: true });
  }
}

async function newFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(path.join(parent, 'postgres-'));
  // As root the server runs as another user, who has to get in.
  await chmod(folder, 0o711);
  return folder;
}
