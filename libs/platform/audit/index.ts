export { type AuditedAct, audited } from './audited.js';
export { PostgresLookUps } from './look-ups.js';
