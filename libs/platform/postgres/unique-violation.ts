import postgres from 'postgres';

const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because a unique index, of that name if given, already holds its row. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof postgres.PostgresError &&
  error.code === UNIQUE_VIOLATION &&
  (constraint === undefined || error.constraint_name === constraint);
