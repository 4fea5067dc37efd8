/** 35 hexadecimal digits of a SHA-1 without its first five, and how often the password was seen. */
const LINE = /^([0-9A-F]{35}):(\d{1,12})$/i;

/**
 * How often each suffix of a range was seen, as `GET /range/{prefix}` answers it. Padding has a count of 0 and is left
 * out. Null for what is no such answer: one line that is none, or no line at all.
 */
export function parseRange(text: string): ReadonlyMap<string, number> | null {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const seen = new Map<string, number>();
  for (const line of lines) {
    const [, suffix, count] = LINE.exec(line) ?? [];
    if (suffix === undefined || count === undefined) return null;
    if (Number(count) > 0) seen.set(suffix.toUpperCase(), Number(count));
  }
  return lines.length > 0 ? seen : null;
}
