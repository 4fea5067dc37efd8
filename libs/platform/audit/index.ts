export { type AuditedAct, audited, auditedIfPrivileged } from './audited.js';
export { type LookUp, type LookUps, PostgresLookUps } from './look-ups.js';
