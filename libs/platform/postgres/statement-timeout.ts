/** A statement was not done within its deadline. What it would have written is not written. */
export class StatementTimeout extends Error {
  override readonly name = 'StatementTimeout';

  constructor(deadlineMs: number, options?: ErrorOptions) {
    super(`A database statement was not done within ${deadlineMs} ms`, options);
  }
}
