const A_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const AN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids, times and addresses differ; that they are there, and what form they have, must not. */
export function withoutWhatChanges(value: unknown): unknown {
  if (typeof value === 'string') {
    return A_TIME.test(value) || /GMT$/.test(value) ? 'a time' : value.replaceAll(AN_ID, 'an id');
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withoutWhatChanges);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutWhatChanges(item)]));
}
