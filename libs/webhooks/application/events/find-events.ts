import { type AnswerOf, err, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindEvents } from '../../contract/queries/find-events.js';
import { eventsArchived } from '../../contract/refusals.js';
import type { EventPages } from '../ports/event-pages.js';

const USUAL_LIMIT = 100;

/** Reads the application's events. To wait for more is no question: that is following (docs/adr/0098). */
export class FindEventsHandler implements QueryHandler<FindEvents> {
  constructor(private readonly ports: { readonly events: EventPages }) {}

  async execute(
    { after = null, types, limit }: FindEvents,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindEvents>> {
    const wanted = { application, types: types?.split(',') ?? null, limit: limit ?? USUAL_LIMIT };
    const page = await this.ports.events.page(wanted, after);
    return 'beginning' in page ? err(eventsArchived(page.beginning)) : ok(page);
  }
}
