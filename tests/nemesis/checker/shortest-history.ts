import { readFile } from 'node:fs/promises';
import type { Violation } from './invariant.ts';

const LINES_AT_MOST = 40;
const CHARACTERS = 300;

/**
 * The lines of the history that a violation is about, with the faults of that time, oldest first: as few as tell it.
 * @param file the recorded history, as NDJSON
 */
export async function shortestHistory(file: string, { about }: Violation): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const numbers = new Set<string>();
  const found: string[] = [];
  const faults: string[] = [];
  let [from, until] = [Number.POSITIVE_INFINITY, 0];
  for (const line of lines) {
    const { is, n, at } = JSON.parse(line) as { readonly is: string; readonly n?: number; readonly at: number };
    if (is === 'fault' || is === 'end') {
      faults.push(line);
      continue;
    }
    const isAbout = about.some((text) => line.includes(text)) || (is === 'answer' && numbers.has(String(n)));
    if (!isAbout) continue;
    if (is === 'ask') numbers.add(String(n));
    found.push(line);
    [from, until] = [Math.min(from, at), Math.max(until, at)];
  }
  const near = faults.filter((line) => {
    const { at } = JSON.parse(line) as { readonly at: number };
    return at >= from - 10_000 && at <= until;
  });
  const time = (line: string): number => (JSON.parse(line) as { readonly at: number }).at;
  const all = [...found, ...near].sort((one, other) => time(one) - time(other));
  return all.slice(-LINES_AT_MOST).map((line) => line.slice(0, CHARACTERS));
}
