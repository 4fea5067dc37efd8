export { answerResult } from './answer-result.js';
export type { Authenticator } from './authenticator.js';
export { BASIC_CHALLENGE, type BasicCredentials, basicCredentials } from './basic-credentials.js';
export { bearerProblems, tokenInvalid, tokenMissing } from './bearer-problems.js';
export { CallerNetwork } from './caller-network.js';
export { commandFrom } from './command-from.js';
export { EventStream } from './event-stream.js';
export { readJsonObject } from './json-body.js';
export { isLoopbackOrigin } from './loopback-origin.js';
export {
  commonProblems,
  type ProblemBody,
  ProblemError,
  type ProblemType,
  problemBody,
  problemTable,
} from './problem.js';
export type { AnswerShape, BodyClass, BodyShape, HttpAnswer, HttpCall, Route } from './route.js';
