import type { CommandContext } from '@gatehouse/kernel';
import type { Request, RequestHandler, Response } from 'express';
import {
  type Admission,
  type BodyShape,
  type Buses,
  type BytesShape,
  basicChallenge,
  type Caller,
  type CallerParts,
  callerOf,
  commonProblems,
  type DeadCookies,
  declaredProblems,
  expectNdjson,
  expectPlain,
  isWorthLogging,
  MAX_BODY_BYTES,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  type ProblemType,
  problemOfFault,
  problemOfRefusal,
  REPLAYED,
  refuseBadQuery,
  refuseFields,
  repeatableCall,
  servingBy,
  tokenInvalid,
} from '../edge/index.js';
import type { Logger } from '../logging.js';
import { fieldErrors, pointerToken, unknownField } from '../validation/index.js';
import { sendEvents, sendJson, sendLines, sendProblem } from './answers.js';
import type { CallerNetwork } from './caller-network.js';
import { HttpCall, queryOf, readBytes, readJsonObject, requestIdOf, withoutDeadline } from './http-call.js';

export interface Surroundings extends CallerParts, Buses {
  /** Of the address at which the service is reached from outside. */
  readonly basePath: string;
  readonly network: CallerNetwork;
  readonly deadCookies: DeadCookies;
  /** Absent: there is always room. */
  readonly admission?: Admission;
  readonly logger: Logger;
}

/** Serves an operation: reads the call, lets the operation decide, and turns answer, refusal or fault into HTTP. */
export function routeHandler(operation: Operation, surroundings: Surroundings): RequestHandler {
  const problems = declaredProblems(operation);
  const serve = servingBy(operation, surroundings);

  return async (request, response) => {
    const requestId = requestIdOf(response);
    try {
      const caller = await callerOf(operation, request, surroundings);
      const retryAfterSeconds = refusalOf(operation, surroundings, caller, request);
      if (retryAfterSeconds !== null) {
        sendProblem(response, commonProblems.busy, requestId, { retryAfterSeconds });
        return;
      }
      const call = await callOf(operation, surroundings, caller, request, response, requestId);
      const answer = await answerTo(operation, surroundings, call, serve);
      if ('lines' in answer) return await sendLines(response, answer, call.signal);
      if ('events' in answer) return await sendEvents(response, answer);
      if (!('refused' in answer)) {
        sendJson(response, answer.status, answer.body, reachable(answer.headers, surroundings));
        return;
      }
      const problem = problemOfRefusal(operation, problems, answer.refused);
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

/** A call with a key may be one that was answered already: then it gets that answer, which costs no hash. */
function refusalOf(
  { waitsAs: priority, idempotency }: Operation,
  { admission }: Surroundings,
  { application }: Caller,
  { headers }: Request,
): number | null {
  if (priority === undefined || admission === undefined) return null;
  if (idempotency === 'by-key' && headers['idempotency-key'] !== undefined) return null;
  return admission.refusal({ application, priority });
}

async function callOf(
  operation: Operation,
  surroundings: Surroundings,
  caller: Caller,
  request: Request,
  response: Response,
  requestId: string,
): Promise<HttpCall> {
  const query = queryOf(request.url);
  refuseBadQuery(operation, query);
  const network = surroundings.network.of(request);
  const { body, bytes } = operation.body ? await bodyOf(operation.body, request) : NO_BODY;
  const params = request.params as Record<string, string>;
  const { operationId } = operation;
  const repeatable =
    operation.idempotency === 'by-key' ? repeatableCall(request, caller, { operationId, params, body }) : null;
  const context: CommandContext = { ...caller, network, requestId, ...(repeatable && { repeatable }) };
  return new HttpCall(context, surroundings.basePath, params, query, body, bytes, request, response);
}

async function answerTo(
  operation: Operation,
  { deadCookies }: Surroundings,
  call: HttpCall,
  serve: (call: OperationCall) => Promise<OperationAnswer>,
): Promise<OperationAnswer> {
  const answer = await serve(call);
  const { application, repeatable } = call.context;
  if (!operation.endsSessions && !repeatable?.isReplayed) return answer;
  // The cookie is looked at once the operation has done its work, whatever came of it.
  const forgotten = operation.endsSessions ? await deadCookies.forget(call, application) : {};
  return { ...answer, headers: { ...forgotten, ...answer.headers, ...(repeatable?.isReplayed && REPLAYED) } };
}

const NO_BODY = { body: {}, bytes: new Uint8Array() } as const;

async function bodyOf(shape: BodyShape | BytesShape, request: Request): Promise<Pick<OperationCall, 'body' | 'bytes'>> {
  if ('bytesAs' in shape) {
    expectPlain(request.headers);
    return { ...NO_BODY, bytes: await readBytes(request, shape.limit) };
  }
  if (shape.streamedAs === undefined) return { ...NO_BODY, body: await readBody(shape, request) };
  expectNdjson(request.headers);
  // Anyone who was let in this far may take as long as the body keeps coming.
  withoutDeadline(request);
  return NO_BODY;
}

/** Fields of the class that come from elsewhere are as unknown in the body as any other. */
async function readBody(
  { schema, fields, limit = MAX_BODY_BYTES }: BodyShape,
  request: Request,
): Promise<Record<string, unknown>> {
  const body = await readJsonObject(request, limit);
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
function challenge(
  { security }: Operation,
  { status }: ProblemType,
  request: Request,
): Readonly<Record<string, string>> {
  if (status !== 401) return {};
  return security === 'bearer' || security === 'administration' ? tokenInvalid().headers : basicChallenge(request);
}

/** A fault's own text never reaches the caller; the log ties it to the request's id. */
export function answerFault(error: unknown, response: Response, requestId: string, logger: Logger): void {
  const { problem, refusal = {}, headers = {} } = problemOfFault(error);
  if (isWorthLogging(error)) logger.error({ err: error, requestId }, 'A request failed');
  const close = problem.status === 413 ? { Connection: 'close' } : {};
  sendProblem(response, problem, requestId, refusal, { ...headers, ...close });
}
