/** One row of the table. */
export interface Figure {
  readonly name: string;
  /** Null where it could not be measured here. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly goal?: Goal;
  /** What was measured and how, for people who did not write it. */
  readonly meaning: string;
}

export type Unit = '/s' | '/min' | 'ms' | 's' | 'KiB' | 'MiB' | 'ratio' | Counted;

/** Things that there are whole ones of. */
const COUNTED = ['files', 'messages', 'requests', 'rows', 'statements', 'bytes'] as const;
type Counted = (typeof COUNTED)[number];

export type Goal = { readonly atLeast: number } | { readonly under: number };

/** Null where there is nothing to meet, or nothing was measured. */
export function meetsGoal({ value, goal }: Figure): boolean | null {
  if (value === null || goal === undefined) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value < goal.under;
}

/** With as many digits as mean something. */
export function formatValue({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return 'not measured';
  if (unit === 'ratio') return value.toFixed(2);
  const isCount = COUNTED.some((counted) => counted === unit);
  const digits = isCount ? 0 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`}${unit.startsWith('/') ? unit : ` ${unit}`}`;
}

export function formatGoal({ goal, unit }: Figure): string {
  if (goal === undefined) return '';
  return 'atLeast' in goal
    ? `at least ${formatValue({ value: goal.atLeast, unit })}`
    : `under ${formatValue({ value: goal.under, unit })}`;
}
