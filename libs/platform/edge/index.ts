export { type BasicCredentials, basicChallenge, basicCredentials } from './basic-credentials.js';
export type { Authenticator, DeadCookies } from './caller.js';
export {
  type Administrators,
  type Authority,
  administrationProblems,
  bearerProblems,
  type Caller,
  type CallerParts,
  callerOf,
  isLoopbackOrigin,
  type KnownApplications,
  tokenInvalid,
  tokenMissing,
} from './caller.js';
export { bodyFrom, idInPath, parametersIn, queryFrom, refuseBadQuery, refuseFields } from './checked-input.js';
export { ConnectionSlots, type SlotLimits, type SlotShare } from './connection-slots.js';
export {
  type DeclaredProblems,
  declaredProblems,
  isWorthLogging,
  problemOfFault,
  problemOfRefusal,
  problemsOverBroker,
  type ToldProblem,
} from './declared-problems.js';
export { entityTag, namesEntityTag } from './entity-tag.js';
export { answerResult, asking, type Buses, commandFrom, executing, servingBy } from './execution.js';
export {
  IDEMPOTENCY_KEY_PATTERN,
  idempotencyKeyOf,
  idempotencyProblems,
  REPLAYED,
  repeatableCall,
} from './idempotency-key.js';
export {
  bodyIncomplete,
  bodyTooLarge,
  type ContentHeaders,
  expectJson,
  expectNdjson,
  expectPlain,
  type Line,
  MAX_BODY_BYTES,
  NDJSON,
  parseJsonObject,
  readLines,
} from './json-body.js';
export type { CallHeaders, CallWithHeaders } from './operation.js';
export {
  type Admission,
  type AnsweredCall,
  type AnswerShape,
  type Asking,
  type BodyClass,
  type BodyShape,
  type BusOffer,
  type BytesShape,
  type EventsAnswer,
  type Execution,
  type ExecutionOptions,
  type Idempotency,
  type LinesAnswer,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  type QueryClass,
  type QueryOffer,
  type StreamedEvent,
  scopeOf,
  type WaitingCall,
} from './operation.js';
export {
  coarseSeconds,
  commonProblems,
  type ProblemBody,
  ProblemError,
  type ProblemType,
  problemBody,
  problemTable,
} from './problem.js';
export { problemWords } from './problem-words.js';
export {
  busProblems,
  type PublicCommand,
  type PublicOperation,
  type PublicQuery,
  publicCommands,
  publicQueries,
} from './public-operations.js';
