import type { CommandContext } from '@gatehouse/kernel';
import {
  type Administrators,
  type Authenticator,
  administrationProblems,
  type BodyShape,
  basicChallenge,
  type CallerNetwork,
  commonProblems,
  type DeadCookies,
  expectNdjson,
  type HttpAnswer,
  idempotencyKeyOf,
  idempotencyProblems,
  isWorthLogging,
  ProblemError,
  type ProblemType,
  problemOfFault,
  REPLAYED,
  type Route,
  readJsonObject,
  refuseBadQuery,
  refuseFields,
  tokenInvalid,
} from '@gatehouse/platform/edge';
import { RepeatableCall } from '@gatehouse/platform/idempotency';
import type { Logger } from '@gatehouse/platform/logging';
import { fieldErrors, pointerToken, unknownField } from '@gatehouse/platform/validation';
import type { Request, RequestHandler, Response } from 'express';
import { sendJson, sendProblem } from './answer.js';
import type { ApplicationOfRequest } from './application-of-request.js';
import { queryOf } from './query-of.js';
import { withoutDeadline } from './request-deadline.js';
import { requestIdOf } from './request-id.js';

export interface RouteSurroundings {
  /** Of the address at which the service is reached from outside. */
  readonly basePath: string;
  readonly applicationOf: ApplicationOfRequest;
  readonly network: CallerNetwork;
  readonly authenticator: Authenticator;
  readonly administrators: Administrators;
  readonly deadCookies: DeadCookies;
  readonly logger: Logger;
}

const MAX_BODY_BYTES = 8 * 1024;

/** Serves a route: reads the call, lets the route decide, and turns answer, refusal or fault into HTTP. */
export function routeHandler(route: Route, surroundings: RouteSurroundings): RequestHandler {
  const ofKeys = route.idempotency === 'by-key' ? Object.values(idempotencyProblems) : [];
  const problems = new Map<string, ProblemType>(
    [...Object.values(commonProblems), ...ofKeys, ...route.problems].map((problem) => [problem.code, problem]),
  );

  return async (request, response) => {
    const requestId = requestIdOf(response);
    try {
      const answer = await serve(route, surroundings, request, response, requestId);
      if (answer === 'streamed') return;
      if (!('refused' in answer)) {
        sendJson(response, answer.status, answer.body, reachable(answer.headers, surroundings));
        return;
      }
      const problem = problems.get(answer.refused.code);
      if (!problem) throw new Error(`${route.operationId} does not declare the problem "${answer.refused.code}"`);
      sendProblem(response, problem, requestId, answer.refused, {
        ...challenge(route, problem, request),
        ...answer.headers,
      });
    } catch (error) {
      answerFault(error, response, requestId, surroundings.logger);
    }
  };
}

/** Routes name places as they know them; from outside, all are below the base path. */
function reachable(
  headers: Readonly<Record<string, string>> = {},
  { basePath }: RouteSurroundings,
): Readonly<Record<string, string>> {
  const { Location: location } = headers;
  return location?.startsWith('/') ? { ...headers, Location: `${basePath}${location}` } : headers;
}

async function serve(
  route: Route,
  surroundings: RouteSurroundings,
  request: Request,
  response: Response,
  requestId: string,
): Promise<HttpAnswer> {
  const caller = await callerOf(route, surroundings, request);
  const query = queryOf(request.url);
  refuseBadQuery(route.query, query);
  const network = surroundings.network.of(request);
  const { basePath } = surroundings;
  const body = route.body ? await bodyOf(route.body, request) : {};
  const params = request.params as Record<string, string>;
  const repeatable = repeatableCall(route, caller, request, { params, body });
  const context: CommandContext = { ...caller, network, requestId, ...(repeatable && { repeatable }) };
  const answer = await withoutDeadCookie(route, surroundings, request, context.application, () =>
    route.handle({ context, basePath, params, query, body, request, response }),
  );
  if (answer === 'streamed' || !repeatable?.isReplayed) return answer;
  return { ...answer, headers: { ...answer.headers, ...REPLAYED } };
}

/** The cookie is looked at once the route has done its work, whatever came of it. */
async function withoutDeadCookie(
  { endsSessions }: Route,
  { deadCookies }: RouteSurroundings,
  request: Request,
  application: string,
  handle: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const answer = await handle();
  if (!endsSessions || answer === 'streamed') return answer;
  return { ...answer, headers: { ...(await deadCookies.forget(request, application)), ...answer.headers } };
}

/** Null where no key came, or none is asked for. A key is its caller's, whichever network they call from next. */
function repeatableCall(
  { idempotency, operationId }: Route,
  { actor, administrator }: Caller,
  request: Request,
  { params, body }: { readonly params: object; readonly body: object },
): RepeatableCall | null {
  if (idempotency !== 'by-key') return null;
  const key = idempotencyKeyOf(request);
  if (key === null) return null;
  const privileged = administrator && `${administrator.kind} ${administrator.application} ${administrator.id}`;
  const caller = privileged ?? (actor ? `user ${actor.userId}` : 'anybody');
  return new RepeatableCall(key, caller, { operationId, params, body });
}

type Caller = Pick<CommandContext, 'application' | 'actor' | 'administrator'>;

/** Which application the call is for, and on whose behalf. */
async function callerOf(route: Route, surroundings: RouteSurroundings, request: Request): Promise<Caller> {
  if (route.security === 'administration') return administratorOf(route, surroundings, request);
  const application = route.withoutApplication ? '' : await surroundings.applicationOf(request);
  if (route.security !== 'bearer') return { application };
  return { application, actor: await surroundings.authenticator.authenticate(request, application) };
}

/**
 * To somebody who belongs to another application, one that exists is as closed as any other: the answer is the one to a
 * token that opens nothing. Who calls is looked at first, so that strangers learn nothing.
 */
async function administratorOf(
  { scope }: Route,
  { administrators, applicationOf }: RouteSurroundings,
  request: Request,
): Promise<Caller> {
  const { administrator, scopes } = await administrators.identify(request);
  const isNamed = request.headers['gatehouse-application'] !== undefined;
  const application = isNamed ? await applicationOf(request) : administrator.application;
  if (application !== administrator.application && !administrator.everywhere) throw tokenInvalid();
  if (scope === undefined || !scopes.includes(scope)) throw new ProblemError(administrationProblems['scope-missing']);
  return { application, administrator };
}

async function bodyOf(shape: BodyShape, request: Request): Promise<Record<string, unknown>> {
  if (shape.streamedAs === undefined) return readBody(shape, request);
  expectNdjson(request.headers);
  // Whoever was let in this far may take as long as the body keeps coming.
  withoutDeadline(request);
  return {};
}

/** Fields of the class that come from elsewhere are as unknown in the body as any other. */
async function readBody(
  { schema, fields, limit = MAX_BODY_BYTES }: BodyShape,
  request: Request,
): Promise<Record<string, unknown>> {
  const body = await readJsonObject(request, { limit });
  const unknown = fields ? Object.keys(body).filter((name) => !fields.includes(name)) : [];
  if (fields === undefined || unknown.length === 0) return body;
  const known = Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name)));
  const others = fieldErrors(Object.assign(new schema(), known)).filter(({ pointer }) =>
    fields.includes(pointer.split('/', 2)[1] ?? ''),
  );
  refuseFields([...others, ...unknown.map((name) => unknownField(`/${pointerToken(name)}`))]);
  return body;
}

/** RFC 9110 §15.5.2: a 401 says how to do better. */
const challenge = (route: Route, { status }: ProblemType, request: Request): Record<string, string> =>
  status === 401 && route.security !== 'bearer' && route.security !== 'administration' ? basicChallenge(request) : {};

/** A fault's own text never reaches the caller; the log ties it to the request's id. */
export function answerFault(error: unknown, response: Response, requestId: string, logger: Logger): void {
  const { problem, refusal = {}, headers = {} } = problemOfFault(error);
  if (isWorthLogging(error)) logger.error({ err: error, requestId }, 'A request failed');
  const close = problem.status === 413 ? { Connection: 'close' } : {};
  sendProblem(response, problem, requestId, refusal, { ...headers, ...close });
}
