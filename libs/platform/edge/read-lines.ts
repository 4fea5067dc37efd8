/** One line of a text, counted from 1; `bytes` are without its end, and null where it is longer than allowed. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

const NEWLINE = 0x0a;

/**
 * Splits a stream into lines and hands on those that each piece of it completes. No more than one line is held, and of
 * one that is too long nothing is, however long it goes on.
 * @param limit bytes of a line
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Line[]> {
  let number = 1;
  let held: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length <= limit) held.push(part);
    else held = [];
  };
  const complete = (): Line => {
    const line = { number, bytes: length <= limit ? Buffer.concat(held) : null };
    number += 1;
    held = [];
    length = 0;
    return line;
  };
  for await (const chunk of source) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      lines.push(complete());
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [complete()];
}
