/** Where this service leads people and programs: back to itself. Pointers into a body begin with a slash as well. */
const OWN_PATH = /^\/(?:v1|problems)\//;

/**
 * The document with the path of the server before the paths that its examples show, as answers have them; `/` changes nothing.
 * Keys of `paths` stay: a client puts the server before those.
 */
export function withExamplesBelow<T extends object>(document: T, server: string): T {
  if (server === '/') return document;
  return mapped(document, (key, value) =>
    key === 'example' || key === 'value' ? below(value, server) : undefined,
  ) as T;
}

const below = (example: unknown, server: string): unknown =>
  mapped(example, (_key, value) =>
    typeof value === 'string' && OWN_PATH.test(value) ? `${server}${value}` : undefined,
  );

/** A copy in which each value for which `change` has another one is that one, and is not looked into. */
function mapped(value: unknown, change: (key: string, value: unknown) => unknown, key = ''): unknown {
  const changed = change(key, value);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change, name)]));
}
