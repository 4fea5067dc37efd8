/** A run of whole lines of a file. */
export interface ImportPart {
  /** Absent where the only line of the part is longer than the service reads. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** Of the file, from 1. */
  readonly firstLine: number;
  readonly lines: number;
  /** Bytes of the file up to the end of the part. */
  readonly end: number;
}

/** Few enough that a part is answered within seconds. */
const MOST_LINES = 500;
/** Four times as long as a line may be. */
const MOST_BYTES = 256 * 1024;
const LINE_FEED = 10;

/**
 * The lines behind a position of the file, or null at its end. At most 256 KiB are in memory, whatever the file holds.
 * @param start where a line begins
 */
export async function readPart(file: Blob, start: number, firstLine: number): Promise<ImportPart | null> {
  if (start >= file.size) return null;
  const bytes = await bytesOf(file, start, MOST_BYTES);
  const isLast = start + bytes.length >= file.size;
  const { length, lines } = wholeLines(bytes, isLast);
  if (lines > 0) return { bytes: bytes.subarray(0, length), firstLine, lines, end: start + length };
  return { bytes: null, firstLine, lines: 1, end: await endOfLine(file, start + bytes.length) };
}

async function bytesOf(file: Blob, start: number, most: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(start, start + most).arrayBuffer());
}

function wholeLines(bytes: Uint8Array, isLast: boolean): { readonly length: number; readonly lines: number } {
  let [length, lines] = [0, 0];
  for (let at = bytes.indexOf(LINE_FEED); at !== -1 && lines < MOST_LINES; at = bytes.indexOf(LINE_FEED, length)) {
    length = at + 1;
    lines += 1;
  }
  // The last line need not end.
  const hasRest = isLast && lines < MOST_LINES && length < bytes.length;
  return hasRest ? { length: bytes.length, lines: lines + 1 } : { length, lines };
}

async function endOfLine(file: Blob, start: number): Promise<number> {
  for (let at = start; at < file.size; at += MOST_BYTES) {
    const found = (await bytesOf(file, at, MOST_BYTES)).indexOf(LINE_FEED);
    if (found !== -1) return at + found + 1;
  }
  return file.size;
}

/**
 * The same lines are the same import, in whatever page they are dropped (RFC 9562, section 5.8: version and variant, the
 * rest is a digest).
 */
export async function importIdOf(bytes: Uint8Array<ArrayBuffer>, firstLine: number): Promise<string> {
  const prefix = new TextEncoder().encode(`${firstLine}\n`);
  const text = new Uint8Array(prefix.length + bytes.length);
  text.set(prefix);
  text.set(bytes, prefix.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
