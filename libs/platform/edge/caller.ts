import type { Actor, Administrator, CommandContext, Scope } from '@gatehouse/kernel';
import type { CallWithHeaders, Operation } from './operation.js';
import { commonProblems, ProblemError, problemTable } from './problem.js';

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

/** Somebody who calls with privileges, and what these are. */
export interface Authority {
  readonly administrator: Administrator;
  readonly scopes: readonly Scope[];
}

/** Tells who calls an administrative operation: a person with a role, or a product's backend with its secret key. */
export interface Administrators {
  /** @throws ProblemError 401 token-invalid */
  identify(call: CallWithHeaders): Promise<Authority>;
}

/** What every operation with `security: 'administration'` may answer besides its own problems and those of a bearer's. */
export const administrationProblems = problemTable({
  'scope-missing': { status: 403, title: 'Your role or key does not allow this' },
});

/** Tells whom a request with `Authorization: Bearer` speaks for. */
export interface Authenticator {
  /**
   * Answers at once where it can; a promise only where there is something to wait for.
   * @param application slug that the request is for; a token of another one is refused
   * @throws ProblemError 401 token-invalid
   */
  authenticate(call: CallWithHeaders, application: string): Actor | Promise<Actor>;
}

/** Session cookies whose session is over: scripts cannot take them away, so answers do. */
export interface DeadCookies {
  /** The header that makes the browser forget the request's cookie, if it carries one whose session is over. */
  forget(call: CallWithHeaders, application: string): Promise<Readonly<Record<string, string>>>;
}

/** What every operation with `security: 'bearer'` may answer besides its own problems. */
export const bearerProblems = problemTable({
  'token-invalid': { status: 401, title: 'The access token is missing, invalid or expired' },
});

const REALM = 'Bearer realm="Gatehouse"';

/** No token came with the request: RFC 6750, section 3.1, then wants a challenge without an error code. */
export const tokenMissing = () => new ProblemError(bearerProblems['token-invalid'], {}, { 'WWW-Authenticate': REALM });

/** The token that came opens nothing: malformed, forged, expired, or of another application. It is not told which. */
export const tokenInvalid = () =>
  new ProblemError(bearerProblems['token-invalid'], {}, { 'WWW-Authenticate': `${REALM}, error="invalid_token"` });

const LOOPBACK_ORIGIN = /^https?:\/\/(([a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Whether a page of this origin comes from the developer's own machine. */
export const isLoopbackOrigin = (origin: string): boolean => LOOPBACK_ORIGIN.test(origin);
