import { styleText } from 'node:util';

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** One JSON document for scripts, or lines for people. */
export const answer = (json: boolean | undefined, value: unknown, lines: readonly string[]): void =>
  say(json ? JSON.stringify(value) : lines.join('\n'));

/** Columns as wide as what stands in them; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return index === 0 ? styleText('bold', line) : line;
  });
}
