export { type AgedRows, AgedRowsPurge } from './aged-rows-purge.js';
export { arrayTypes } from './array-types.js';
export { batchedCalls } from './batched-calls.js';
export { commitLater } from './commit-later.js';
export { connect } from './connect.js';
export { Database, type DatabaseOptions, type Rows, type Sql } from './database.js';
export { keyedLookups } from './keyed-lookups.js';
export { StatementTimeout } from './statement-timeout.js';
export { isUniqueViolation } from './unique-violation.js';
