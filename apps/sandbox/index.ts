export { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.js';
export type { Reported, ReportMaker, SignedReport } from './events/provider-report.js';
export { REPORT_MAKERS } from './events/report-makers.js';
export { type SnsIdentity, snsMessage } from './events/ses-report.js';
export type { Behaviour, FaultRule } from './faults/fault-rules.js';
export type { Message } from './messages/message-store.js';
export type { MessageRepresentation } from './messages/represent-message.js';
