import { problemTable } from '@gatehouse/platform/edge';
import { applicationsRefusals as title } from '../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any operation may answer are the platform's. */
export const applicationsProblems = problemTable({
  'application-not-found': { status: 404, title: title['application-not-found'] },
  'grant-exceeded': { status: 403, title: title['grant-exceeded'] },
  'key-scope-refused': { status: 403, title: title['key-scope-refused'] },
  'key-unknown': { status: 404, title: title['key-unknown'] },
  'slug-taken': { status: 409, title: title['slug-taken'] },
  'too-many-keys': { status: 409, title: title['too-many-keys'] },
});
