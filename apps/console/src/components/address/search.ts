/** What stands behind the `?` of an address, as a page may rely on it: what is not right is as if it were not there. */
type Search = Readonly<Record<string, unknown>>;

/** A field with one of these values. */
export function oneOf<K extends string, const V extends string>(
  name: K,
  search: Search,
  values: readonly V[],
): { [P in K]?: V } {
  const value = values.find((known) => known === String(search[name]));
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}

/** A field with a text that the pattern takes. */
export function textLike<K extends string>(name: K, search: Search, pattern: RegExp): { [P in K]?: string } {
  const value = search[name];
  const isRight = (typeof value === 'string' || typeof value === 'number') && pattern.test(String(value));
  return (isRight ? { [name]: String(value) } : {}) as { [P in K]?: string };
}

/** A day, as `<input type="date">` has it. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A search with some fields changed; null takes one out. */
export function changed<S extends object>(search: S, changes: { readonly [K in keyof S]?: S[K] | null }): S {
  const kept = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(kept) as S;
}
