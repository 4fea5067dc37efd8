import type { CommandContext } from '@gatehouse/kernel';
import { type Administrators, administrationProblems } from './administrators.js';
import type { Authenticator } from './authenticator.js';
import { tokenInvalid } from './bearer-problems.js';
import type { CallWithHeaders } from './call-headers.js';
import type { Operation } from './operation.js';
import { commonProblems, ProblemError } from './problem.js';

/** Which application a call is for, and on whose behalf. */
export type Caller = Pick<CommandContext, 'application' | 'actor' | 'administrator'>;

export interface KnownApplications {
  /** Null: there is none. */
  bySlug(slug: string): Promise<{ readonly slug: string } | null>;
}

export interface CallerParts {
  readonly applications: KnownApplications;
  readonly authenticator: Authenticator;
  readonly administrators: Administrators;
}

type Asked = Pick<Operation, 'security' | 'scope' | 'withoutApplication'>;

const DEFAULT = 'default';

/**
 * @param named slug that the call's address names, which the carrier vouches for; null: the header `Gatehouse-Application` does
 * @throws ProblemError 400 application-unknown, 401 token-invalid, 403 scope-missing
 */
export async function callerOf(
  operation: Asked,
  call: CallWithHeaders,
  parts: CallerParts,
  named: string | null = null,
): Promise<Caller> {
  if (operation.security === 'administration') return administratorOf(operation, call, parts, named);
  const application = operation.withoutApplication ? '' : await applicationOf(call, parts, named, DEFAULT);
  if (operation.security !== 'bearer') return { application };
  return { application, actor: await parts.authenticator.authenticate(call, application) };
}

/**
 * To somebody who belongs to another application, one that exists is as closed as any other: the answer is the one to a
 * token that opens nothing. Who calls is looked at first, so that strangers learn nothing.
 */
async function administratorOf(
  { scope }: Asked,
  call: CallWithHeaders,
  parts: CallerParts,
  named: string | null,
): Promise<Caller> {
  const { administrator, scopes } = await parts.administrators.identify(call);
  const isNamed = named !== null || call.headers['gatehouse-application'] !== undefined;
  const own = administrator.application;
  const application = isNamed ? await applicationOf(call, parts, named, own) : own;
  if (application !== own && !administrator.everywhere) throw tokenInvalid();
  if (scope === undefined || !scopes.includes(scope)) throw new ProblemError(administrationProblems['scope-missing']);
  return { application, administrator };
}

/** Where both name one, they have to name the same. */
async function applicationOf(
  { headers }: CallWithHeaders,
  { applications }: CallerParts,
  named: string | null,
  otherwise: string,
): Promise<string> {
  const header = headers['gatehouse-application'];
  const slug = named ?? header ?? otherwise;
  const isMeant = typeof slug === 'string' && (header === undefined || header === slug);
  const application = isMeant ? await applications.bySlug(slug) : null;
  if (!application) throw new ProblemError(commonProblems['application-unknown']);
  return application.slug;
}
