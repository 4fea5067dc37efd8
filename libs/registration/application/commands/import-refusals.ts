import type { FieldError } from '@gatehouse/kernel';
import type { ImportOutcome } from '../../contract/commands/import-users.js';

type Refused = Extract<ImportOutcome, { outcome: 'refused' }>;

const REASONS = {
  'email-taken': 'The address has an account already, or another line has it',
  'id-taken': 'The id is, or was, that of another account',
  'line-passed': 'An earlier go has dealt with the line, and nothing that it made is there now',
} as const;

export const importRefusal = (line: number, code: keyof typeof REASONS): Refused => ({
  line,
  outcome: 'refused',
  code,
  detail: REASONS[code],
});

/** Named after the first fault; the detail has them all. */
export const refusedFields = (line: number, errors: readonly FieldError[]): Refused => ({
  line,
  outcome: 'refused',
  code: errors[0]?.code ?? 'validation-failed',
  detail: errors.map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`).join('; '),
});
