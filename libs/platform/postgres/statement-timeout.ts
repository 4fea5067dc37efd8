import { DatabaseFault, type DatabaseFaultOptions } from './database-fault.js';

/**
 * A statement was not done within its deadline. It may have been committed in spite of that, unless `mayHaveCommitted`
 * is false: the server may finish while its answer is on the way, and a server that does not answer may have finished.
 */
export class StatementTimeout extends DatabaseFault {
  override readonly name = 'StatementTimeout';

  constructor(deadlineMs: number, options: DatabaseFaultOptions) {
    super('busy', `A database statement did not finish within ${deadlineMs} ms`, options);
  }
}
