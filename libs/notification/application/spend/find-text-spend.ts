import {
  type AnswerOf,
  type Clock,
  err,
  type FieldError,
  ok,
  type QueryContext,
  type QueryHandler,
  refusal,
} from '@gatehouse/kernel';
import type { FindTextSpend } from '../../contract/queries/find-text-spend.js';
import type { TextSpends } from '../ports/text-spends.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

export class FindTextSpendHandler implements QueryHandler<FindTextSpend> {
  constructor(private readonly ports: { readonly spends: TextSpends; readonly clock: Clock }) {}

  async execute(
    query: FindTextSpend,
    { application: own, administrator }: QueryContext,
  ): Promise<AnswerOf<FindTextSpend>> {
    const days = daysOf(query, this.ports.clock.now());
    if ('code' in days) return err(refusal('validation-failed', { errors: [days] }));
    const asked = query.application ?? own;
    // Administrators of one application find no other (ADR-0033).
    if (asked !== own && administrator?.everywhere !== true) return err(refusal('application-not-found'));
    return ok(await this.ports.spends.read({ ...days, application: asked === '*' ? null : asked }));
  }
}

/** The days that are meant, or what is wrong with them. */
function daysOf({ from, to }: FindTextSpend, now: Date): { readonly from: string; readonly to: string } | FieldError {
  const last = to ?? dayOf(now.getTime());
  const first = from ?? dayOf(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days >= 1 && days <= MOST_DAYS) return { from: first, to: last };
  const message = `Must be a day from \`from\` on, ${MOST_DAYS} days in all at most`;
  return { pointer: '/to', code: 'value-invalid', message };
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
