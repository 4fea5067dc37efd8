import {
  type AnswerOf,
  type Clock,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  ok,
  type QueryContext,
  type QueryHandler,
  type Refusal,
  type Result,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RecountFunnel } from '../../contract/commands/recount-funnel.js';
import { type FindActivationRates, type FindFunnel, USUAL_RATE_WEEKS } from '../../contract/queries/funnel.js';
import type { FunnelCounts, FunnelViews } from '../ports/funnel.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

export class FindFunnelHandler implements QueryHandler<FindFunnel> {
  constructor(private readonly ports: { readonly funnel: FunnelViews; readonly clock: Clock }) {}

  async execute(query: FindFunnel, context: QueryContext): Promise<AnswerOf<FindFunnel>> {
    const days = daysOf(query, this.ports.clock.now(), context);
    if ('code' in days) return err(refusal('validation-failed', { errors: [days] }));
    const application = applicationOf(query, context);
    if (!application.ok) return application;
    return ok(await this.ports.funnel.read({ ...days, application: application.value }));
  }
}

export class FindActivationRatesHandler implements QueryHandler<FindActivationRates> {
  constructor(private readonly ports: { readonly funnel: FunnelViews }) {}

  async execute(query: FindActivationRates, context: QueryContext): Promise<AnswerOf<FindActivationRates>> {
    const application = applicationOf(query, context);
    if (!application.ok) return application;
    const { by, weeks } = query;
    return ok(await this.ports.funnel.rates({ application: application.value, by, weeks: weeks ?? USUAL_RATE_WEEKS }));
  }
}

/** The days that are meant, or what is wrong with them. The operator at the machine may ask for any number. */
function daysOf(
  { from, to }: FindFunnel,
  now: Date,
  { administrator }: QueryContext,
): { readonly from: string; readonly to: string } | FieldError {
  const last = to ?? dayOf(now.getTime());
  const first = from ?? dayOf(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if ((days >= 1 && days <= MOST_DAYS) || administrator?.kind === 'operator') return { from: first, to: last };
  const message = `Must be a day from \`from\` on, ${MOST_DAYS} days in all at most`;
  return { pointer: '/to', code: 'value-invalid', message };
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Null: every application. Administrators of one application find no other (ADR-0033). */
function applicationOf(
  { application }: Pick<FindFunnel, 'application'>,
  { application: own, administrator }: QueryContext,
): Result<string | null, Refusal<'application-not-found'>> {
  const asked = application ?? own;
  if (asked !== own && administrator?.everywhere !== true) return err(refusal('application-not-found'));
  return ok(asked === '*' ? null : asked);
}

export class RecountFunnelHandler implements CommandHandler<RecountFunnel> {
  constructor(private readonly ports: { readonly counts: FunnelCounts }) {}

  async execute(_command: RecountFunnel, context: CommandContext): Promise<ResultOf<RecountFunnel>> {
    await this.ports.counts.restart(context);
    return ok(null);
  }
}
