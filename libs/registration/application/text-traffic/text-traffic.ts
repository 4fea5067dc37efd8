import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { LiftTextStop } from '../../contract/commands/text-traffic.js';
import type { FindTextStops, FindTextTraffic } from '../../contract/queries/text-traffic.js';
import type { TextStops, TextTrafficViews } from '../ports/text-traffic.js';

/** Enough to see who asks much; a list of all would be one of the people. */
const BUSIEST_RANGES = 50;

/** The thresholds still hold: a range that goes on as before is stopped again. */
export class LiftTextStopHandler implements CommandHandler<LiftTextStop> {
  constructor(private readonly ports: { readonly stops: Pick<TextStops, 'lift'> }) {}

  async execute({ stopId }: LiftTextStop, context: CommandContext): Promise<ResultOf<LiftTextStop>> {
    return (await this.ports.stops.lift(stopId, context)) ? ok(null) : err(refusal('text-stop-unknown'));
  }
}

export class FindTextStopsHandler implements QueryHandler<FindTextStops> {
  constructor(private readonly ports: { readonly traffic: TextTrafficViews }) {}

  async execute({ after = null, limit }: FindTextStops, context: QueryContext): Promise<AnswerOf<FindTextStops>> {
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.traffic.stops({ application: context.application, after, limit: most + 1 });
    const { entries, nextAfter } = pageOf(found, most, ({ place }) => place);
    return ok({ stops: entries, nextAfter });
  }
}

export class FindTextTrafficHandler implements QueryHandler<FindTextTraffic> {
  constructor(private readonly ports: { readonly traffic: TextTrafficViews }) {}

  async execute(_query: FindTextTraffic, { application }: QueryContext): Promise<AnswerOf<FindTextTraffic>> {
    return ok(await this.ports.traffic.traffic(application, BUSIEST_RANGES));
  }
}
