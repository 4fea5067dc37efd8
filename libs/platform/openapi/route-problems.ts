import {
  administrationProblems,
  bearerProblems,
  commonProblems,
  idempotencyProblems,
  type ProblemType,
  type Route,
} from '../edge/index.js';

const FOR_APPLICATIONS: readonly ProblemType[] = [commonProblems['application-unknown']];
const FOR_BODIES: readonly ProblemType[] = [
  commonProblems['json-invalid'],
  commonProblems['body-too-large'],
  commonProblems['media-type-unsupported'],
  commonProblems['field-unknown'],
  commonProblems['validation-failed'],
];
/** No route takes a parameter of a query that it does not know. */
const FOR_ALL: readonly ProblemType[] = [commonProblems['field-unknown']];
const FOR_QUERIES: readonly ProblemType[] = [commonProblems['validation-failed']];
/** What comes as a stream is not refused as a whole but line by line. */
const FOR_STREAMS: readonly ProblemType[] = [commonProblems['media-type-unsupported'], commonProblems['json-invalid']];
/** Answered where there is no operation. */
const WITHOUT_OPERATION: readonly ProblemType[] = [commonProblems['not-found'], commonProblems['method-not-allowed']];

/** Answered before a route is found, or after it broke. */
export const serverProblems: readonly ProblemType[] = [
  commonProblems['request-timeout'],
  commonProblems['uri-too-long'],
  commonProblems['headers-too-large'],
  commonProblems.internal,
];

/** Everything that a route may refuse a request with, by status; the server's own problems are not among them. */
export function problemsByStatus(route: Route): ReadonlyMap<number, readonly ProblemType[]> {
  const elsewhere = new Set([
    ...WITHOUT_OPERATION,
    ...serverProblems,
    ...(route.withoutApplication ? FOR_APPLICATIONS : []),
    ...FOR_BODIES.filter((problem) => !forBody(route).includes(problem)),
  ]);
  const problems = new Set([
    ...(route.security === 'bearer' || route.security === 'administration' ? Object.values(bearerProblems) : []),
    ...(route.security === 'administration' ? Object.values(administrationProblems) : []),
    ...(route.idempotency === 'by-key' ? Object.values(idempotencyProblems) : []),
    ...route.problems,
    ...Object.values(commonProblems).filter((problem) => !elsewhere.has(problem)),
  ]);
  return Map.groupBy(problems, ({ status }) => status);
}

const forBody = ({ body, query }: Route): readonly ProblemType[] => {
  if (body && body.streamedAs === undefined) return FOR_BODIES;
  return [...FOR_ALL, ...(body ? FOR_STREAMS : []), ...(query ? FOR_QUERIES : [])];
};
