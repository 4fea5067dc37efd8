import type { QueryContext } from './query.js';
import { err, type FieldError, ok, type Refusal, type Result, refusal } from './result.js';

/** Calendar days in UTC, as `2026-05-01`; both count. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

interface DaysAsked {
  readonly from?: string | null;
  readonly to?: string | null;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The days that a question about statistics means, the last 30 by default, or what is wrong with them. */
export function daysAsked({ from, to }: DaysAsked, now: Date, isUnlimited = false): Days | FieldError {
  const last = to ?? dayOf(now.getTime());
  const first = from ?? dayOf(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if ((days >= 1 && days <= MOST_DAYS) || isUnlimited) return { from: first, to: last };
  const message = `Must be a day from \`from\` on, ${MOST_DAYS} days in all at most`;
  return { pointer: '/to', code: 'value-invalid', message };
}

/** The application that it is about; null: every one. Administrators of one application find no other (ADR-0033). */
export function applicationAsked(
  application: string | null | undefined,
  { application: own, administrator }: QueryContext,
): Result<string | null, Refusal<'application-not-found'>> {
  const asked = application ?? own;
  if (asked !== own && administrator?.everywhere !== true) return err(refusal('application-not-found'));
  return ok(asked === '*' ? null : asked);
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
