/** What JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject | undefined;
export interface JsonObject {
  readonly [name: string]: Json;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it says nothing: absent, null, or an object of such. */
const isEmpty = (value: Json): boolean =>
  value === null || value === undefined || (isObject(value) && Object.values(value).every(isEmpty));

const isSame = (one: Json, other: Json): boolean =>
  (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other);

/**
 * The smallest JSON Merge Patch (RFC 7396) from one object to the other; null where they are the same. Absent and null
 * are one thing here: the default.
 */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = names.flatMap((name): [string, Json][] => {
    const [was, is] = [before[name], after[name]];
    if (isSame(was, is)) return [];
    if (isObject(was) && isObject(is)) {
      const inner = mergePatch(was, is);
      return inner ? [[name, inner]] : [];
    }
    return [[name, is ?? null]];
  });
  return changes.length === 0 ? null : Object.fromEntries(changes);
}

const namesOf = (pointer: string): string[] => pointer.split('/').slice(1);

/** The value at a JSON Pointer whose names need no escapes; undefined where nothing is. */
export function valueAt(root: JsonObject, pointer: string): Json {
  let value: Json = root;
  for (const name of namesOf(pointer)) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** A copy with another value there. Objects on the way are made, and one that holds nothing any more is null. */
export function withValueAt(root: JsonObject, pointer: string, value: Json): JsonObject {
  const [name = '', ...rest] = namesOf(pointer);
  if (rest.length === 0) return { ...root, [name]: value };
  const inner = root[name];
  const changed = withValueAt(isObject(inner) ? inner : {}, `/${rest.join('/')}`, value);
  return { ...root, [name]: isEmpty(changed) ? null : changed };
}
