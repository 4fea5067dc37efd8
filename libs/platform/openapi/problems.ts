import { MOST_FIELD_ERRORS } from '@gatehouse/kernel';
import {
  administrationProblems,
  bearerProblems,
  commonProblems,
  idempotencyProblems,
  type Operation,
  type ProblemType,
} from '../edge/index.js';
import type { JsonSchema } from './open-api.js';

const FOR_APPLICATIONS: readonly ProblemType[] = [commonProblems['application-unknown']];
const FOR_BODIES: readonly ProblemType[] = [
  commonProblems['json-invalid'],
  commonProblems['body-too-large'],
  commonProblems['media-type-unsupported'],
  commonProblems['field-unknown'],
  commonProblems['validation-failed'],
];
/** No operation takes a parameter of a query that it does not know. */
const FOR_ALL: readonly ProblemType[] = [commonProblems['field-unknown']];
const FOR_QUERIES: readonly ProblemType[] = [commonProblems['validation-failed']];
/** What comes as a stream is not refused as a whole but line by line. */
const FOR_STREAMS: readonly ProblemType[] = [commonProblems['media-type-unsupported'], commonProblems['json-invalid']];
/** Bytes are too large, cut off or compressed, or not what the operation takes. */
const FOR_BYTES: readonly ProblemType[] = [
  ...FOR_STREAMS,
  commonProblems['body-too-large'],
  commonProblems['validation-failed'],
];
/** Answered where there is no operation. */
const WITHOUT_OPERATION: readonly ProblemType[] = [commonProblems['not-found'], commonProblems['method-not-allowed']];

/** Answered before an operation is found, or after it broke. */
export const serverProblems: readonly ProblemType[] = [
  commonProblems['request-timeout'],
  commonProblems['uri-too-long'],
  commonProblems['headers-too-large'],
  commonProblems.internal,
];

/** Everything that an operation may refuse a request with, by status; the server's own problems are not among them. */
export function problemsByStatus(operation: Operation): ReadonlyMap<number, readonly ProblemType[]> {
  const elsewhere = new Set([
    ...WITHOUT_OPERATION,
    ...serverProblems,
    ...(operation.withoutApplication ? FOR_APPLICATIONS : []),
    ...FOR_BODIES.filter((problem) => !forBody(operation).includes(problem)),
  ]);
  const problems = new Set([
    ...(operation.security === 'bearer' || operation.security === 'administration'
      ? Object.values(bearerProblems)
      : []),
    ...(operation.security === 'administration' ? Object.values(administrationProblems) : []),
    ...(operation.idempotency === 'by-key' ? Object.values(idempotencyProblems) : []),
    ...operation.problems,
    ...Object.values(commonProblems).filter((problem) => !elsewhere.has(problem)),
  ]);
  return Map.groupBy(problems, ({ status }) => status);
}

const forBody = ({ body, query }: Operation): readonly ProblemType[] => {
  if (body && 'bytesAs' in body) return [...FOR_ALL, ...FOR_BYTES];
  if (body && body.streamedAs === undefined) return FOR_BODIES;
  return [...FOR_ALL, ...(body ? FOR_STREAMS : []), ...(query ? FOR_QUERIES : [])];
};

const fieldError: JsonSchema = {
  type: 'object',
  required: ['pointer', 'code', 'message'],
  properties: {
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the request, such as `/email`' },
    code: { type: 'string', description: 'Stable: programs may rely on it, as `field-required` or `text-too-long`' },
    message: { type: 'string', description: 'For people' },
  },
};

/** RFC 9457, with this service's extensions. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457)',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: '`/problems/` and the code' },
    title: {
      type: 'string',
      description: 'Human-readable, in the language of `Content-Language`; the same for every problem with this code',
    },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status' },
    code: { type: 'string', description: 'Stable: programs may rely on it' },
    detail: { type: 'string', description: 'For people; what is wrong with this request' },
    requestId: { type: 'string', description: 'Identifies this request in the service’s logs' },
    nextAfter: { type: 'string', description: 'With `events-archived`: the cursor to continue after' },
    errors: {
      type: 'array',
      items: fieldError,
      maxItems: MOST_FIELD_ERRORS,
      description: `What is wrong with each field: at most ${MOST_FIELD_ERRORS} errors`,
    },
  },
};
