import { Description, type FieldError } from '@gatehouse/kernel';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** Which days, and of which application. */
export class FunnelQuery {
  @Description('The first day (UTC); by default 29 days before the last one')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Must be a date, as YYYY-MM-DD' })
  from?: string | null;

  @Description('The last day (UTC), at most 366 days in total; today by default')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Must be a date, as YYYY-MM-DD' })
  to?: string | null;

  @Description('Slug of an application, or `*` for all, for operators only; your own application by default')
  @IsOptional()
  @IsString()
  @MaxLength(63)
  application?: string | null;
}

/** The days that are meant, or what is wrong with them. */
export function daysOf(
  { from, to }: Pick<FunnelQuery, 'from' | 'to'>,
  now: Date,
): { readonly from: string; readonly to: string } | FieldError {
  const last = to ?? dayOf(now);
  const first = from ?? dayOf(new Date(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS));
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days >= 1 && days <= MOST_DAYS) return { from: first, to: last };
  const message = `Must be a day from \`from\` on, ${MOST_DAYS} days in all at most`;
  return { pointer: '/to', code: 'value-invalid', message };
}

function dayOf(moment: Date): string {
  const day = moment.toISOString().slice(0, 10);
  if (!DAY.test(day)) throw new RangeError(`No day of the calendar: ${day}`);
  return day;
}
