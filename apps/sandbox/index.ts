export { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.js';
export type { Behaviour, FaultRule } from './faults/fault-rule.js';
export type { Message } from './messages/message.js';
export type { MessageRepresentation } from './messages/represent-message.js';
