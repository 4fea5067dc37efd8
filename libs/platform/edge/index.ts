export { type Administrators, type Authority, administrationProblems } from './administrators.js';
export { answerResult } from './answer-result.js';
export type { Authenticator } from './authenticator.js';
export { basicChallenge } from './basic-challenge.js';
export { type BasicCredentials, basicCredentials } from './basic-credentials.js';
export { bearerProblems, tokenInvalid, tokenMissing } from './bearer-problems.js';
export { bodyFrom, refuseFields } from './body-from.js';
export type { CallHeaders, CallWithHeaders } from './call-headers.js';
export { type Caller, type CallerParts, callerOf, type KnownApplications } from './caller.js';
export { coarseSeconds } from './coarse-seconds.js';
export { commandFrom } from './command-from.js';
export { ConnectionSlots, type SlotLimits, type SlotShare } from './connection-slots.js';
export { type ContentHeaders, expectJson, expectNdjson, NDJSON } from './content-type.js';
export type { DeadCookies } from './dead-cookies.js';
export { type DeclaredProblems, declaredProblems, problemOfRefusal } from './declared-problems.js';
export { executing, servingBy } from './execution.js';
export { isWorthLogging, problemOfFault, type ToldProblem } from './fault-problem.js';
export { idInPath } from './id-in-path.js';
export { IDEMPOTENCY_KEY_PATTERN, idempotencyKeyOf, idempotencyProblems, REPLAYED } from './idempotency-key.js';
export { bodyIncomplete, bodyTooLarge, parseJsonObject } from './json-body.js';
export { MAX_BODY_BYTES } from './limits.js';
export { isLoopbackOrigin } from './loopback-origin.js';
export {
  type AnsweredCall,
  type AnswerShape,
  type BodyClass,
  type BodyShape,
  type BusOffer,
  type EventsAnswer,
  type Execution,
  type ExecutionOptions,
  type Idempotency,
  type LinesAnswer,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  type QueryClass,
  type StreamedEvent,
  scopeOf,
} from './operation.js';
export {
  commonProblems,
  type ProblemBody,
  ProblemError,
  type ProblemType,
  problemBody,
  problemTable,
} from './problem.js';
export { problemWords } from './problem-words.js';
export { problemsOfCommand } from './problems-of-command.js';
export { type PublicCommand, publicCommands } from './public-commands.js';
export { parametersIn, queryFrom, refuseBadQuery } from './query-from.js';
export { type Line, readLines } from './read-lines.js';
export { repeatableCall } from './repeatable-call.js';
