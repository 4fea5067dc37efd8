import {
  administrationProblems,
  bearerProblems,
  commonProblems,
  idempotencyProblems,
  type Operation,
  type ProblemType,
} from '../edge/index.js';

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
  if (body && body.streamedAs === undefined) return FOR_BODIES;
  return [...FOR_ALL, ...(body ? FOR_STREAMS : []), ...(query ? FOR_QUERIES : [])];
};
