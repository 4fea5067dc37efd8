import {
  type AnswerOf,
  applicationAsked,
  type Clock,
  type CommandContext,
  type CommandHandler,
  daysAsked,
  err,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RecountFunnel } from '../../contract/commands/recount-funnel.js';
import { type FindActivationRates, type FindFunnel, USUAL_RATE_WEEKS } from '../../contract/queries/funnel.js';
import type { FunnelCounts, FunnelViews } from '../ports/funnel.js';

export class FindFunnelHandler implements QueryHandler<FindFunnel> {
  constructor(private readonly ports: { readonly funnel: FunnelViews; readonly clock: Clock }) {}

  async execute(query: FindFunnel, context: QueryContext): Promise<AnswerOf<FindFunnel>> {
    // The operator at the machine may ask for any number of days.
    const days = daysAsked(query, this.ports.clock.now(), context.administrator?.kind === 'operator');
    if ('code' in days) return err(refusal('validation-failed', { errors: [days] }));
    const application = applicationAsked(query.application, context);
    if (!application.ok) return application;
    return ok(await this.ports.funnel.read({ ...days, application: application.value }));
  }
}

export class FindActivationRatesHandler implements QueryHandler<FindActivationRates> {
  constructor(private readonly ports: { readonly funnel: FunnelViews }) {}

  async execute(query: FindActivationRates, context: QueryContext): Promise<AnswerOf<FindActivationRates>> {
    const application = applicationAsked(query.application, context);
    if (!application.ok) return application;
    const { by, weeks } = query;
    return ok(await this.ports.funnel.rates({ application: application.value, by, weeks: weeks ?? USUAL_RATE_WEEKS }));
  }
}

export class RecountFunnelHandler implements CommandHandler<RecountFunnel> {
  constructor(private readonly ports: { readonly counts: FunnelCounts }) {}

  async execute(_command: RecountFunnel, context: CommandContext): Promise<ResultOf<RecountFunnel>> {
    await this.ports.counts.restart(context);
    return ok(null);
  }
}
