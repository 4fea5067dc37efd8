export type { Account } from './account.js';
export { createGatehouse, type Gatehouse } from './create-gatehouse.js';
export { type ActivationStatus, lifeLeft } from './follow-activation.js';
export type { GatehouseOptions, SessionStorage, StoredSession, Timing } from './gatehouse-options.js';
export {
  type FieldError,
  GatehouseProblem,
  GatehouseUnreachable,
  isProblem,
  NotSignedIn,
  type Problem,
  type ProblemCode,
} from './gatehouse-problem.js';
export type { CallOptions, Credentials, MailOptions, Schemas } from './open-api.js';
export type { Registration } from './registration.js';
export { type ServerSentEvent, serverSentEvents } from './server-sent-events.js';
export type { Sessions } from './sessions.js';
