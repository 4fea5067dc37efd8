import type { CommandContext } from '@gatehouse/kernel';
import { ProblemError } from '@gatehouse/platform/edge';
import type { FindUsers } from '@gatehouse/registration/contract';
import { notificationProblems as problems } from '../problems.js';

/** Who an administrator is: the registration context knows. */
export type FindPerson = Pick<FindUsers, 'byId'>;

/**
 * The address of the person who asks. No other one is taken, or a test would be a way to mail anybody in any words.
 * @throws ProblemError 409 test-needs-person
 */
export async function recipientOf({ administrator }: CommandContext, people: FindPerson): Promise<string> {
  const { kind, id, application } = administrator ?? { kind: 'key', id: null, application: '' };
  const person = kind === 'user' && id !== null ? await people.byId({ application, userId: id }) : null;
  if (!person?.email || !person.emailVerified) throw new ProblemError(problems['test-needs-person']);
  return person.email;
}
