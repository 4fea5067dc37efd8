/** Events in order, each of somebody. */
export type Course = readonly { readonly id: string; readonly subject: string }[];

/** What is wrong with the events that came, in a few words each: nothing where all came once, in order for each person. */
export function compareCourses(expected: Course, found: Course): string[] {
  const ids = new Set(found.map(({ id }) => id));
  const missing = expected.filter(({ id }) => !ids.has(id)).length;
  const repeated = found.length - ids.size;
  const known = new Set(expected.map(({ id }) => id));
  const strange = [...ids].filter((id) => !known.has(id)).length;
  const cameInOrder = bySubject(found);
  const outOfOrder = [...bySubject(expected)].filter(
    ([subject, order]) => (cameInOrder.get(subject) ?? []).join() !== order.join(),
  ).length;
  return Object.entries({ missing, repeated, strange, 'people out of order': outOfOrder })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
}

function bySubject(course: Course): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, subject } of course) {
    const ofSubject = ids.get(subject);
    if (ofSubject) ofSubject.push(id);
    else ids.set(subject, [id]);
  }
  return ids;
}
