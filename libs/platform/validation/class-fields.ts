import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage, IS_RFC_3339, ValidationTypes } from 'class-validator';

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
type Shape = Function;
type FieldMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const storage = getMetadataStorage();
const lookUp = storage.getTargetValidationMetadatas.bind(storage);
const looked = new WeakMap<object, Map<string, FieldMetadata[]>>();

// class-validator goes through all decorated classes of the process, for the parents of one, at each object that it
// checks. A class has all its decorators before there is an object of it.
storage.getTargetValidationMetadatas = (shape, schema, always, strictGroups, groups) => {
  if (groups !== undefined) return lookUp(shape, schema, always, strictGroups, groups);
  const key = `${always} ${strictGroups} ${schema}`;
  const ofShape = looked.get(shape) ?? new Map<string, FieldMetadata[]>();
  const found = ofShape.get(key) ?? lookUp(shape, schema, always, strictGroups);
  looked.set(shape, ofShape.set(key, found));
  return found;
};

/** What the decorators of a class say, read once for each class. */
function onceForEachClass<T>(read: (metadata: readonly FieldMetadata[]) => T): (shape: Shape) => T {
  const known = new WeakMap<object, T>();
  return (shape) => {
    const found = known.get(shape) ?? read(getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false));
    known.set(shape, found);
    return found;
  };
}

/** The fields that a class declares, each with its place. */
export const fieldsOf = onceForEachClass((metadata): ReadonlyMap<string, number> => {
  const names = new Set(metadata.map(({ propertyName }) => propertyName));
  return new Map([...names].map((name, place) => [name, place]));
});

/**
 * Faults in the order in which a class declares its fields, which is that of the documents and of the forms made after
 * them; entries of a list by their place, and what the class does not know last.
 */
export function inOrderOf(shape: Shape, errors: readonly FieldError[]): FieldError[] {
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

// PostgreSQL has no year 0 and no offset beyond 15:59, JavaScript no leap second, and neither reads hundreds of digits.
const MOMENT = /^(?!0000)(\d{4})-(\d{2})-(\d{2})[ T]\d{2}:\d{2}:[0-5]\d(\.\d{1,12})?(Z|[+-](0\d|1[0-5]):\d{2})$/i;

const momentsOf = onceForEachClass((metadata) =>
  metadata.filter(({ name }) => name === IS_RFC_3339).map(({ propertyName }) => propertyName),
);

/** Fields with `@IsRFC3339()`, which looks at the form alone, that name a moment which never was or which nothing here holds. */
export function impossibleMoments(subject: object, found: readonly FieldError[]): FieldError[] {
  return momentsOf(subject.constructor).flatMap((name) => {
    const value = (subject as Readonly<Record<string, unknown>>)[name];
    const pointer = `/${name}`;
    if (typeof value !== 'string' || isMoment(value) || found.some((error) => error.pointer === pointer)) return [];
    return [{ pointer, code: 'value-invalid', message: 'Must be a valid date and time' }];
  });
}

function isMoment(text: string): boolean {
  const [, year, month, day] = (MOMENT.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // The day before the first of the next month. Four centuries on, the calendar is the same.
  return day >= 1 && day <= new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}

const nestedFieldsOf = onceForEachClass((metadata) =>
  metadata.filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION),
);

/**
 * A copy in which plain objects have become what `@ValidateNested({ context: { of: SomeClass } })` says that they are,
 * at every depth: class-validator checks an object by its class, and JSON has none.
 */
export function withNestedClasses<T extends object>(subject: T): T {
  const nested = nestedFieldsOf(subject.constructor);
  if (nested.length === 0) return subject;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(subject)) as T, subject) as T &
    Record<string, unknown>;
  for (const { propertyName, context, each } of nested) {
    const value = copy[propertyName];
    if (value === undefined || value === null) continue;
    (copy as Record<string, unknown>)[propertyName] =
      each && Array.isArray(value)
        ? value.map((item) => instance(item, context.of))
        : // The library would take a list for as many objects: as a text it is refused.
          instance(Array.isArray(value) ? 'a list' : value, context.of);
  }
  return copy;
}

function instance(value: unknown, of: new () => object): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return withNestedClasses(Object.assign(new of(), value));
}
