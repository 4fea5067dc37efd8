export { arrayTypes } from './array-types.js';
export { Database, type DatabaseOptions, type Rows, type Sql } from './database.js';
export { StatementTimeout } from './statement-timeout.js';
export { isUniqueViolation } from './unique-violation.js';
