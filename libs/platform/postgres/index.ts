export { arrayTypes } from './array-types.js';
export { batchedCalls, SpacedLookUps, sharedReads } from './batched-calls.js';
export { ChannelListener } from './channel-listener.js';
export { connect, keyedLookups, sessionSettings } from './connect.js';
export { DatabaseUrlFault } from './connection-parameters.js';
export { type Before, ConnectionPool } from './connection-pool.js';
export { Database, type DatabaseOptions, type QueryOptions } from './database.js';
export {
  codeOf,
  DatabaseFault,
  type FaultKind,
  faultKind,
  IncompleteAnswer,
  isUniqueViolation,
  StatementTimeout,
} from './database-fault.js';
export { type DatabaseAddress, parseDatabaseUrl, splitDatabaseUrls } from './database-url.js';
export { HostChoice, routeTo } from './host-choice.js';
export { askForFacts, faultsOf, isOfPooler, POOLER, type ServerFault, serverFaults } from './server-faults.js';
export { findServer, SoleConnection } from './sole-connection.js';
export type { BuildStatement, Rows, Sql } from './statement.js';
export { commitLater, decided, onceConfirmed } from './statement.js';
