import { type CommandContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import { ProblemError } from '@gatehouse/platform/edge';
import { FindProfile } from '@gatehouse/registration/contract';
import { notificationProblems as problems } from '../problems.js';

/**
 * The address of the person who asks. No other one is taken, or a test would be a way to mail anybody in any words.
 * @throws ProblemError 409 test-needs-person
 */
export async function recipientOf({ administrator, ...context }: CommandContext, queries: QueryBus): Promise<string> {
  const needsPerson = () => new ProblemError(problems['test-needs-person']);
  if (administrator?.kind !== 'user' || administrator.id === null) throw needsPerson();
  const { id: userId, application } = administrator;
  const asThemselves = { ...context, application, actor: { userId, roles: [] } };
  const person = await queries.ask(queryWith(FindProfile, {}), asThemselves);
  if (!person.ok || !person.value.emailVerified) throw needsPerson();
  return person.value.email;
}
