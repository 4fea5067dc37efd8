import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage } from 'class-validator';

/**
 * Faults in the order in which a class declares its fields, which is that of the documents and of the forms made after
 * them; entries of a list by their place, and what the class does not know last.
 */
// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
export function inOrderOf(shape: Function, errors: readonly FieldError[]): FieldError[] {
  if (errors.length < 2) return [...errors];
  const places = fieldsOf(shape);
  const placed = errors.map((error) => {
    const [, field = '', entry] = error.pointer.split('/', 3);
    return { error, field, place: places.get(field) ?? places.size, entry: Number(entry) };
  });
  return placed.sort((a, b) => a.place - b.place || byEntry(a, b)).map(({ error }) => error);
}

interface Placed {
  readonly field: string;
  /** NaN where the fault is not with an entry of a list. */
  readonly entry: number;
}

const byEntry = (a: Placed, b: Placed): number => (a.field === b.field && a.entry - b.entry) || 0;

const known = new WeakMap<object, ReadonlyMap<string, number>>();

/** The fields that a class declares, each with its place. */
// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
export function fieldsOf(shape: Function): ReadonlyMap<string, number> {
  const places = known.get(shape) ?? readPlaces(shape);
  known.set(shape, places);
  return places;
}

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
function readPlaces(shape: Function): ReadonlyMap<string, number> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const names = new Set(metadata.map(({ propertyName }) => propertyName));
  return new Map([...names].map((name, place) => [name, place]));
}
