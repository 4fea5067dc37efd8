import { type Figure, formatGoal, formatValue, meetsGoal } from './figure.ts';

const HEADINGS = ['figure', 'measured', 'goal', ''] as const;

export const verdictOf = (figure: Figure): string =>
  ({ true: 'met', false: 'MISSED', null: '' })[`${meetsGoal(figure)}`];

/** The table for a terminal. */
export function plainTable(figures: readonly Figure[]): string {
  const rows = [[...HEADINGS], ...figures.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}

const cells = (figure: Figure): string[] => [figure.name, formatValue(figure), formatGoal(figure), verdictOf(figure)];
