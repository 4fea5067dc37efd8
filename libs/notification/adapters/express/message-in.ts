import { ProblemError } from '@gatehouse/platform/http';
import { notificationProblems as problems } from './problems.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The message of the path. What stands in a path is a place, and a place that cannot be is not found. */
export function messageIn({ id = '' }: Readonly<Record<string, string>>): string {
  if (!UUID.test(id)) throw new ProblemError(problems['message-unknown']);
  return id;
}
