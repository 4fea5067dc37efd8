import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Cursor, cursorText, isBefore, parseCursor } from '../events/index.js';

/** A line of a file: a CloudEvent, and its place in the log. */
export interface ArchivedEvent {
  readonly cursor: string;
  readonly time: string;
}

interface ArchivedFile {
  readonly name: string;
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Places of its first and last event. */
  readonly first: string;
  readonly last: string;
}

/** `manifest.json` of a month's folder. */
export interface Manifest {
  readonly format: 'gatehouse-events-1';
  readonly month: string;
  /** The archive has every event of the log behind this place … */
  readonly after: string;
  /** … up to this one. */
  readonly end: string;
  /** `removed`: fields that tell of a person are null. */
  readonly personalData: 'removed' | 'kept';
  readonly events: number;
  /** Times of the first and last event that came in; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly files: readonly ArchivedFile[];
  /** False while files are still to be written. */
  readonly complete: boolean;
}

const MANIFEST = 'manifest.json';
/** Events of one file: some 30 MB before compression for each 100,000. */
const FILE_EVENTS = 500_000;

export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as Manifest);
}

/** Whole or not at all, and on the disk: what it names may be deleted from the database. */
async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const draft = path.join(folder, `${MANIFEST}.part`);
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path.join(folder, MANIFEST));
}

type Begun = Pick<Manifest, 'month' | 'after' | 'end' | 'personalData'>;

/**
 * Writes what is not written yet of a month: files that the manifest names are left alone.
 * @param eventsAfter the events behind a place up to the month's end, in order
 * @throws Error where the folder is another archive's
 */
export async function writeMonth(
  folder: string,
  begun: Begun,
  eventsAfter: (cursor: Cursor) => AsyncIterator<ArchivedEvent>,
  fileEvents = FILE_EVENTS,
): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let manifest: Manifest = (await readManifest(folder)) ?? {
    format: 'gatehouse-events-1',
    ...begun,
    events: 0,
    from: null,
    to: null,
    files: [],
    complete: false,
  };
  for (const name of ['month', 'after', 'end', 'personalData'] as const) {
    if (manifest[name] !== begun[name])
      throw new Error(`${path.join(folder, MANIFEST)} has ${name} "${manifest[name]}" instead of "${begun[name]}"`);
  }
  if (manifest.complete) return manifest;
  const events = eventsAfter(parseCursor(manifest.files.at(-1)?.last ?? manifest.after));
  for (let next = await events.next(); !next.done; ) {
    const name = `${String(manifest.files.length + 1).padStart(6, '0')}.ndjson.gz`;
    let [count, first, last, from, to] = [0, next.value.cursor, '', manifest.from, manifest.to];
    const lines = async function* () {
      for (; !next.done && count < fileEvents; next = await events.next(), count++) {
        const { time, cursor } = next.value;
        last = cursor;
        if (from === null || time < from) from = time;
        if (to === null || time > to) to = time;
        yield `${JSON.stringify(next.value)}\n`;
      }
    };
    const { bytes, sha256 } = await writeFile(path.join(folder, name), Readable.from(lines()));
    const file = { name, events: count, bytes, sha256, first, last };
    manifest = { ...manifest, events: manifest.events + count, from, to, files: [...manifest.files, file] };
    await writeManifest(folder, manifest);
  }
  manifest = { ...manifest, complete: true };
  await writeManifest(folder, manifest);
  return manifest;
}

async function writeFile(file: string, lines: Readable) {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new PassThrough();
  counted.on('data', (piece: Buffer) => {
    hash.update(piece);
    bytes += piece.length;
  });
  await pipeline(lines, createGzip(), counted, createWriteStream(file, { mode: 0o600, flush: true }));
  return { bytes, sha256: hash.digest('hex') };
}

/** What is wrong with a month's files, one line each; none where all is as the manifest says. */
export async function faultsOfMonth(folder: string): Promise<string[]> {
  const manifest = await readManifest(folder);
  if (!manifest) return [`${MANIFEST} is missing`];
  if (!manifest.complete) return ['the archive is not complete: run `gatehouse events archive` again'];
  const faults: string[] = [];
  let last = parseCursor(manifest.after);
  let events = 0;
  for (const file of manifest.files) {
    const fault = await faultOfFile(path.join(folder, file.name), file, last);
    if (fault !== null) faults.push(`${file.name}: ${fault}`);
    last = parseCursor(file.last);
    events += file.events;
  }
  if (events !== manifest.events) faults.push(`the files have ${events} events instead of ${manifest.events}`);
  if (isBefore(parseCursor(manifest.end), last)) faults.push('the files go past the end of the month');
  return faults;
}

async function faultOfFile(file: string, told: ArchivedFile, after: Cursor): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (!found) return 'is missing';
  if (found.size !== told.bytes) return `has ${found.size} bytes instead of ${told.bytes}`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== told.sha256) return 'has another SHA-256 than the manifest says';
  let [events, first, last] = [0, '', after];
  const unzipped = createReadStream(file).pipe(createGunzip());
  for await (const line of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { cursor } = JSON.parse(line) as ArchivedEvent;
    if (events === 0) first = cursor;
    const place = parseCursor(cursor);
    if (!isBefore(last, place)) return `event ${events + 1} is not behind the one before it`;
    last = place;
    events += 1;
  }
  if (events !== told.events) return `has ${events} events instead of ${told.events}`;
  if (first !== told.first || cursorText(last) !== told.last) return 'begins or ends with another event';
  return null;
}
