export { type AuditedAct, audited } from './audited.js';
