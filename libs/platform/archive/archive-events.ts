import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CommandContext } from '@gatehouse/kernel';
import {
  type Cursor,
  cloudEvent,
  cursorText,
  type EventHold,
  type PersonalEvents,
  parseCursor,
} from '../events/index.js';
import { type ArchivedEvent, faultsOfMonth, type Manifest, readManifest, writeMonth } from './archive-files.js';
import type { ClosedMonth, ClosedMonths } from './closed-months.js';

export interface Archiving {
  /** `2026-01`: months before this one. */
  readonly before: string;
  /** Each month gets a folder in it. */
  readonly folder: string;
  /** Whether a month is deleted from the database once its files have been checked. */
  readonly drop: boolean;
  /** Whether fields that tell of a person are written. */
  readonly keepPersonalData: boolean;
  /** Readers that nobody waits for any more. */
  readonly ignored: readonly string[];
}

export interface ArchiveParts {
  readonly months: ClosedMonths;
  readonly personal: readonly PersonalEvents[];
  /** What else needs events that lie behind. */
  readonly holds: readonly EventHold[];
  /** Relays that read the log of any deployment. */
  readonly subscribers: readonly string[];
}

export interface ArchivedMonth extends Pick<Manifest, 'month' | 'events' | 'from' | 'to'> {
  readonly folder: string;
  readonly bytes: number;
  readonly dropped: boolean;
}

/** The log is as it was. */
export class ArchiveRefused extends Error {
  override readonly name = 'ArchiveRefused';

  constructor(
    readonly code: 'events-still-needed' | 'archive-damaged',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Writes closed months of the event log to files, checks them, and on request deletes these months from the database. Done
 * again, it goes on where it came to.
 * @throws ArchiveRefused where somebody still needs events of a month that is to be deleted, or its files are damaged
 */
export async function* archiveEvents(
  { months, personal, holds, subscribers }: ArchiveParts,
  { before, folder, drop, keepPersonalData, ignored }: Archiving,
  context: CommandContext,
): AsyncGenerator<ArchivedMonth, void, void> {
  for (const month of await months.before(before)) {
    if (month.isDropped) {
      await months.drop(month, context);
      continue;
    }
    const place = path.join(folder, `${month.month}-${month.number}`);
    const begun = {
      month: month.month,
      after: cursorText(month.after),
      end: cursorText(month.end),
      personalData: keepPersonalData ? ('kept' as const) : ('removed' as const),
    };
    const manifest = await writeMonth(place, begun, (cursor) =>
      archived(months, cursor, month, keepPersonalData ? [] : personal),
    );
    await check(months, month, place, manifest);
    await months.noteArchived(month, manifest.events, context);
    if (drop) {
      await refuseIfNeeded(month);
      await months.drop(month, context);
    }
    const { events, from, to } = manifest;
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    yield { month: month.month, folder: place, events, from, to, bytes, dropped: drop };
  }

  async function refuseIfNeeded({ end, month }: ClosedMonth): Promise<void> {
    const relays = await months.readersBehind(end, subscribers);
    const others = await Promise.all(holds.map((hold) => hold.behind(end)));
    const behind = [...relays.map((name) => `the relay "${name}"`), ...others.flat()].filter(
      (name) => !ignored.some((other) => name === `the relay "${other}"`),
    );
    if (behind.length > 0)
      throw new ArchiveRefused(
        'events-still-needed',
        `Events of ${month} are still needed by ${behind.join(', ')}. The files are written; nothing was deleted`,
      );
  }
}

async function check(months: ClosedMonths, { after, end, month }: ClosedMonth, place: string, { events }: Manifest) {
  const faults = await faultsOfMonth(place);
  const logged = await months.count(after, end);
  if (logged !== events) faults.push(`the files have ${events} events, the log ${logged}`);
  if (faults.length > 0)
    throw new ArchiveRefused('archive-damaged', `The archive of ${month} is damaged: ${faults.join('; ')}`);
}

async function* archived(
  months: ClosedMonths,
  after: Cursor,
  { end }: ClosedMonth,
  personal: readonly PersonalEvents[],
): AsyncGenerator<ArchivedEvent, void, void> {
  for await (const event of months.read(after, end)) {
    const data: Record<string, unknown> = { ...event.data };
    const fields = personal.flatMap(({ fields }) => fields[event.type] ?? []);
    for (const field of fields) if (field in data) data[field] = null;
    yield { cursor: cursorText(event.cursor), ...cloudEvent({ ...event, data }) };
  }
}

export interface VerifiedMonth {
  readonly month: string;
  readonly folder: string;
  readonly events: number;
  /** One line each; none where all is well. */
  readonly faults: readonly string[];
}

/** Checks every month of an archive, and that none between two is missing. Needs no database. */
export async function verifyArchive(folder: string): Promise<VerifiedMonth[]> {
  const found: { place: string; manifest: Manifest | null }[] = [];
  for (const { name } of (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    const place = path.join(folder, name);
    found.push({ place, manifest: await readManifest(place) });
  }
  found.sort((one, other) => compare(one.manifest, other.manifest));
  const verified: VerifiedMonth[] = [];
  let previous: Manifest | null = null;
  for (const { place, manifest } of found) {
    const faults = await faultsOfMonth(place);
    if (previous && manifest && manifest.after !== previous.end)
      faults.push(`does not begin where ${previous.month} ends: a month between them is missing`);
    verified.push({
      month: manifest?.month ?? path.basename(place),
      folder: place,
      events: manifest?.events ?? 0,
      faults,
    });
    previous = manifest ?? previous;
  }
  return verified;
}

const compare = (one: Manifest | null, other: Manifest | null): number => {
  if (!one || !other) return Number(!one) - Number(!other);
  const [a, b] = [parseCursor(one.end), parseCursor(other.end)];
  return (
    a.epoch - b.epoch ||
    Number(BigInt(a.transactionId) - BigInt(b.transactionId)) ||
    Number(BigInt(a.position) - BigInt(b.position))
  );
};
