import { type FieldError, MOST_FIELD_ERRORS } from '@gatehouse/kernel';
import type { ImportOutcome } from '../../contract/commands/import-users.js';

type Refused = Extract<ImportOutcome, { outcome: 'refused' }>;

const REASONS = {
  'email-taken': 'The address already has an account, or appears on another line',
  'id-taken': 'The id belongs, or belonged, to another account',
  'line-passed': 'An earlier run processed this line, and its account no longer exists',
} as const;

export const importRefusal = (line: number, code: keyof typeof REASONS): Refused => ({
  line,
  outcome: 'refused',
  code,
  detail: REASONS[code],
});

/** Named after the first fault; the detail has them all, up to the most that any answer names. */
export const refusedFields = (line: number, errors: readonly FieldError[]): Refused => ({
  line,
  outcome: 'refused',
  code: errors[0]?.code ?? 'validation-failed',
  detail: errors
    .slice(0, MOST_FIELD_ERRORS)
    .map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`)
    .join('; '),
});
