export type EmbeddedPostgresFault =
  | 'binaries-missing'
  | 'binaries-broken'
  | 'data-forbidden'
  | 'data-in-use'
  | 'data-broken'
  | 'account-missing'
  | 'start-failed';

/** Why the embedded PostgreSQL does not run. The message is one line, for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly fault: EmbeddedPostgresFault;

  constructor(message: string, options: ErrorOptions & { readonly fault: EmbeddedPostgresFault }) {
    super(message, options);
    this.fault = options.fault;
  }
}
