import type { FieldError } from '@gatehouse/kernel';

/** By the names that faults point at, at each level: `whole` where the fault is with the value itself. */
interface Faults {
  whole: boolean;
  readonly inside: Map<string, Faults>;
}

const none = (): Faults => ({ whole: false, inside: new Map() });

/**
 * A copy without the fields that the faults point at, and with holes in the place of such entries of lists. Each object is
 * copied once, however many faults it has: strangers choose their number.
 */
export function withoutFaults<T extends object>(subject: T, errors: readonly FieldError[]): T {
  const faults = none();
  for (const { pointer } of errors) add(faults, tokensOf(pointer));
  return without(subject, faults);
}

function add(faults: Faults, tokens: readonly string[]): void {
  let at = faults;
  for (const token of tokens) {
    const next = at.inside.get(token) ?? none();
    at.inside.set(token, next);
    at = next;
  }
  at.whole = true;
}

function without<T extends object>(subject: T, faults: Faults): T {
  const entries = Object.entries(subject).map(([name, value]: [string, unknown]) => [
    name,
    left(value, faults.inside.get(name)),
  ]);
  if (Array.isArray(subject)) return entries.map(([, value]) => value) as T & unknown[];
  const kept = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as object;
  return Object.assign(Object.create(Object.getPrototypeOf(subject) as object | null) as T, kept);
}

function left(value: unknown, faults: Faults | undefined): unknown {
  if (faults === undefined) return value;
  return faults.whole || typeof value !== 'object' || value === null ? undefined : without(value, faults);
}

const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
