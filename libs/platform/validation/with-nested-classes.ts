import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Fields = Record<string, unknown>;
type NestedField = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * A copy in which plain objects have become what `@ValidateNested({ context: { of: SomeClass } })` says that they are,
 * at every depth: class-validator checks an object by its class, and JSON has none.
 */
export function withNestedClasses<T extends object>(subject: T): T {
  const nested = nestedFieldsOf(subject.constructor);
  if (nested.length === 0) return subject;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(subject)) as T, subject) as T & Fields;
  for (const { propertyName, context, each } of nested) {
    const value = copy[propertyName];
    if (value === undefined || value === null) continue;
    (copy as Fields)[propertyName] =
      each && Array.isArray(value)
        ? value.map((item) => instance(item, context.of))
        : // The library would take a list for as many objects: as a text it is refused.
          instance(Array.isArray(value) ? 'a list' : value, context.of);
  }
  return copy;
}

const known = new WeakMap<object, readonly NestedField[]>();

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
function nestedFieldsOf(shape: Function): readonly NestedField[] {
  const fields = known.get(shape) ?? readNestedFields(shape);
  known.set(shape, fields);
  return fields;
}

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
const readNestedFields = (shape: Function): readonly NestedField[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(shape, '', true, false)
    .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION);

function instance(value: unknown, of: new () => object): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return withNestedClasses(Object.assign(new of(), value));
}
