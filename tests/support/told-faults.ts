import type { FieldError } from '@gatehouse/kernel';

/** Faults in short, `<pointer> <code>`, each of which says in words what is wrong as well. */
export const toldFaults = (faults: readonly FieldError[]): string[] =>
  faults.map(({ pointer, code, message }) => {
    if (!/^[A-Z].{10,}$/s.test(message)) throw new Error(`${pointer} ${code} does not say what is wrong: "${message}"`);
    return `${pointer} ${code}`;
  });
