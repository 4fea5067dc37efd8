import { types } from 'node:util';
import postgres from 'postgres';

/**
 * What stands behind a failed statement: `busy`, the database turned it away or did not answer in time; `gone`, there is
 * no database to talk to at the moment. Callers may try again after either. Anything else is a bug, or a constraint that the
 * statement's adapter knows about, and is thrown as the driver's own error.
 */
export type FaultKind = 'busy' | 'gone';

interface DatabaseFaultOptions extends ErrorOptions {
  /** Whether the statement may have been committed all the same: true unless the server or the driver rule it out. */
  readonly mayHaveCommitted: boolean;
  /** SQLSTATE, or the code of the driver or of the socket. */
  readonly code?: string;
}

/** The database cannot be used at the moment: nothing is wrong with the statement. */
export class DatabaseFault extends Error {
  override readonly name: string = 'DatabaseFault';
  readonly mayHaveCommitted: boolean;
  readonly code: string | undefined;

  constructor(
    readonly kind: FaultKind,
    message: string,
    { mayHaveCommitted, code, cause }: DatabaseFaultOptions,
  ) {
    super(message, { cause });
    this.mayHaveCommitted = mayHaveCommitted;
    this.code = code;
  }
}

/**
 * A statement that must answer a row answered none: a bug in the statement, or an answer that did not arrive whole.
 * Never a refusal.
 */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

/** SQLSTATEs (PostgreSQL manual, appendix A) that say something about the server rather than about the statement. */
const SERVER_STATES: readonly (readonly [RegExp, FaultKind])[] = [
  // Deadlock, serialization failure; out of memory, disk, connections; a lock or statement timeout; object in use.
  [/^(?:40(?!002)|53|55006|55P03|57014|72)/, 'busy'],
  // Read-only: this server became a standby. Connection exceptions, as poolers raise them too; statements that they forgot.
  [/^(?:08|25006|26|28|3D|F0)/, 'gone'],
  // Shut down, crashed, starting, dropped, idle for too long, I/O errors; a transaction of ours that the server ended.
  [/^(?:57|58|25P0[34])/, 'gone'],
  // It says itself that the fault is its own, as of a block that it cannot read after its disk was full (PostgreSQL 15, md.c).
  [/^XX/, 'gone'],
];

/** Where the server, or a pooler in front of it, cannot say whether the statement was committed. */
const OUTCOME_UNKNOWN = /^(?:08|40003)/;

/** Whether the server itself said that nothing was committed. */
export const isRolledBack = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.severity === 'ERROR' && !OUTCOME_UNKNOWN.test(error.code);

/** What the driver (3.4.9) throws at anyone who misuses it. Its other errors, and those of sockets, are about the connection. */
const MISUSES = new Set([
  'COPY_IN_PROGRESS',
  'MAX_PARAMETERS_EXCEEDED',
  'MESSAGE_NOT_SUPPORTED',
  'NOT_TAGGED_CALL',
  'UNDEFINED_VALUE',
  'UNSAFE_TRANSACTION',
]);

/** Bytes that are no answer of PostgreSQL make the driver read beyond the end of a message. */
const GARBLED = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS']);

/** The kind of an error that the driver, a socket or the server raised; null for bugs and for constraints. */
export function faultKind(error: unknown): FaultKind | null {
  if (error instanceof DatabaseFault) return error.kind;
  const code = codeOf(error);
  if (code === undefined) return null;
  if (isSqlState(code)) {
    const kind = SERVER_STATES.find(([states]) => states.test(code))?.[1];
    return kind ?? (endsSession(error) ? 'gone' : null);
  }
  if (MISUSES.has(code)) return null;
  if (isOfLanguage(error)) return GARBLED.has(code) ? 'gone' : null;
  return 'gone';
}

/** FATAL and PANIC, whatever the code: the statement never got to be wrong, or nobody knows. */
const endsSession = (error: unknown): boolean => error instanceof postgres.PostgresError && error.severity !== 'ERROR';

/** Whether the connection is as good as before: the server itself said that the statement failed, and goes on. */
export const leavesConnectionUsable = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.severity === 'ERROR' && faultKind(error) !== 'gone';

// Not instanceof: an error of Node itself belongs to another realm when this runs in a sandbox.
export const codeOf = (error: unknown): string | undefined =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);

const LANGUAGE_ERRORS = new Set(['TypeError', 'RangeError', 'SyntaxError']);
const isOfLanguage = (error: unknown): boolean => types.isNativeError(error) && LANGUAGE_ERRORS.has(error.name);

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

const QUERY_CANCELED = '57014';

/** What callers of a statement are told of what the driver, the socket or the server raised. */
export function toldAsFault(error: unknown, mayHaveCommitted: boolean, deadlineMs: number): unknown {
  if (error instanceof DatabaseFault) return error;
  const code = codeOf(error);
  const options = { mayHaveCommitted, cause: error, ...(code && { code }) };
  if (code === QUERY_CANCELED) return new StatementTimeout(deadlineMs, options);
  const kind = faultKind(error);
  return kind ? new DatabaseFault(kind, messageOf(error), options) : error;
}

/** `connect` to a name with several addresses fails with an error for each, and no message of its own. */
function messageOf(error: unknown): string {
  const errors: unknown = Object(error).errors;
  const first: unknown = Array.isArray(errors) ? errors[0] : error;
  return types.isNativeError(first) ? first.message : String(first);
}

const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because a unique index, of that name if given, already holds its row. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof postgres.PostgresError &&
  error.code === UNIQUE_VIOLATION &&
  (constraint === undefined || error.constraint_name === constraint);

/** What the driver's types leave out: it has read no end of a command, or no description of its rows. */
type Answer = Pick<postgres.RowList<postgres.Row[]>, 'count' | 'length'> & {
  readonly command: string | null;
  readonly columns?: readonly unknown[] | null;
};

/**
 * Rows that the driver did not fill (3.4.9: those of an earlier result that broke off) are holes at the beginning. How many
 * rows there are the server says itself, with the end of each command: none is none only where it says so, and without that
 * end nothing was answered.
 */
export function assertWhole(rows: Answer, isText: boolean): void {
  const hasHoles = rows.length > 0 && !(0 in rows);
  // A text has several results, whose rows were counted together.
  if (hasHoles || !(isText || isCounted(rows))) {
    throw new DatabaseFault('gone', 'The rows of an answer are not all there', { mayHaveCommitted: true });
  }
}

const isCounted = ({ command, columns, count, length }: Answer): boolean =>
  command !== null && (!COUNTED.has(command) || columns?.length === 0 || count === length);

const COUNTED = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);
