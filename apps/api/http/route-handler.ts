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
  idempotencyKeyOf,
  idempotencyProblems,
  isWorthLogging,
  type Operation,
  type OperationAnswer,
  ProblemError,
  type ProblemType,
  problemOfFault,
  REPLAYED,
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

export interface Surroundings {
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

/** Serves an operation: reads the call, lets the operation decide, and turns answer, refusal or fault into HTTP. */
export function routeHandler(operation: Operation, surroundings: Surroundings): RequestHandler {
  const ofKeys = operation.idempotency === 'by-key' ? Object.values(idempotencyProblems) : [];
  const problems = new Map<string, ProblemType>(
    [...Object.values(commonProblems), ...ofKeys, ...operation.problems].map((problem) => [problem.code, problem]),
  );

  return async (request, response) => {
    const requestId = requestIdOf(response);
    try {
      const answer = await serve(operation, surroundings, request, response, requestId);
      if (answer === 'streamed') return;
      if (!('refused' in answer)) {
        sendJson(response, answer.status, answer.body, reachable(answer.headers, surroundings));
        return;
      }
      const problem = problems.get(answer.refused.code);
      if (!problem) throw new Error(`${operation.operationId} does not declare the problem "${answer.refused.code}"`);
      sendProblem(response, problem, requestId, answer.refused, {
        ...challenge(operation, problem, request),
        ...answer.headers,
      });
    } catch (error) {
      answerFault(error, response, requestId, surroundings.logger);
    }
  };
}

/** Operations name places as they know them; from outside, all are below the base path. */
function reachable(
  headers: Readonly<Record<string, string>> = {},
  { basePath }: Surroundings,
): Readonly<Record<string, string>> {
  const { Location: location } = headers;
  return location?.startsWith('/') ? { ...headers, Location: `${basePath}${location}` } : headers;
}

async function serve(
  operation: Operation,
  surroundings: Surroundings,
  request: Request,
  response: Response,
  requestId: string,
): Promise<OperationAnswer> {
  const caller = await callerOf(operation, surroundings, request);
  const query = queryOf(request.url);
  refuseBadQuery(operation, query);
  const network = surroundings.network.of(request);
  const { basePath } = surroundings;
  const body = operation.body ? await bodyOf(operation.body, request) : {};
  const params = request.params as Record<string, string>;
  const repeatable = repeatableCall(operation, caller, request, { params, body });
  const context: CommandContext = { ...caller, network, requestId, ...(repeatable && { repeatable }) };
  const answer = await withoutDeadCookie(operation, surroundings, request, context.application, () =>
    operation.handle({ context, basePath, params, query, body, request, response }),
  );
  if (answer === 'streamed' || !repeatable?.isReplayed) return answer;
  return { ...answer, headers: { ...answer.headers, ...REPLAYED } };
}

/** The cookie is looked at once the operation has done its work, whatever came of it. */
async function withoutDeadCookie(
  { endsSessions }: Operation,
  { deadCookies }: Surroundings,
  request: Request,
  application: string,
  handle: () => Promise<OperationAnswer>,
): Promise<OperationAnswer> {
  const answer = await handle();
  if (!endsSessions || answer === 'streamed') return answer;
  return { ...answer, headers: { ...(await deadCookies.forget(request, application)), ...answer.headers } };
}

/** Null where no key came, or none is asked for. A key is its caller's, whichever network they call from next. */
function repeatableCall(
  { idempotency, operationId }: Operation,
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
async function callerOf(operation: Operation, surroundings: Surroundings, request: Request): Promise<Caller> {
  if (operation.security === 'administration') return administratorOf(operation, surroundings, request);
  const application = operation.withoutApplication ? '' : await surroundings.applicationOf(request);
  if (operation.security !== 'bearer') return { application };
  return { application, actor: await surroundings.authenticator.authenticate(request, application) };
}

/**
 * To somebody who belongs to another application, one that exists is as closed as any other: the answer is the one to a
 * token that opens nothing. Who calls is looked at first, so that strangers learn nothing.
 */
async function administratorOf(
  { scope }: Operation,
  { administrators, applicationOf }: Surroundings,
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
const challenge = (operation: Operation, { status }: ProblemType, request: Request): Record<string, string> =>
  status === 401 && operation.security !== 'bearer' && operation.security !== 'administration'
    ? basicChallenge(request)
    : {};

/** A fault's own text never reaches the caller; the log ties it to the request's id. */
export function answerFault(error: unknown, response: Response, requestId: string, logger: Logger): void {
  const { problem, refusal = {}, headers = {} } = problemOfFault(error);
  if (isWorthLogging(error)) logger.error({ err: error, requestId }, 'A request failed');
  const close = problem.status === 413 ? { Connection: 'close' } : {};
  sendProblem(response, problem, requestId, refusal, { ...headers, ...close });
}
