export { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.js';
export type { Behaviour, FaultRule } from './faults/fault-rules.js';
export type { Message } from './messages/message-store.js';
export type { MessageRepresentation } from './messages/represent-message.js';
