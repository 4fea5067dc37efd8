export { type AuditedAct, audited, auditedIfPrivileged } from './audited.js';
