import { GatehouseProblem } from '@gatehouse/client';

export interface FieldErrors {
  /** What is wrong with the field at a JSON Pointer, or with anything in it; null for nothing. */
  at(pointer: string): string | null;
  /** The error, unless it is about fields alone that were asked for. */
  readonly others: unknown;
}

/** What the service said about the fields of a form. Ask for every field first, and then for the others. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  const errors = error instanceof GatehouseProblem ? error.errors : [];
  const shown = new Set<string>();
  return {
    at: (pointer) => {
      const own = errors.filter((entry) => entry.pointer === pointer || entry.pointer.startsWith(`${pointer}/`));
      for (const entry of own) shown.add(entry.pointer);
      return own.length === 0 ? null : own.map(({ message }) => message).join(' ');
    },
    get others() {
      const isShown = errors.length > 0 && errors.every(({ pointer }) => shown.has(pointer));
      return isShown ? null : error;
    },
  };
}
