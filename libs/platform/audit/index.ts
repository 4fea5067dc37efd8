export { type AuditedAct, audited, auditedIfPrivileged } from './audited.js';
export { PostgresLookUps } from './look-ups.js';
