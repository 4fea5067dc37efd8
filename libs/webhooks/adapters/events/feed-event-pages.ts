import { cloudEventPage, cursorText, type EventFeed, parseCursor, START } from '@gatehouse/platform/events';
import type { EventPages, WantedEvents } from '../../application/ports/event-pages.js';
import type { EventPage } from '../../contract/read-models/event-page.js';

/** Pages of the platform's feed, as CloudEvents. */
export class FeedEventPages implements EventPages {
  constructor(private readonly feed: Pick<EventFeed, 'read' | 'end'>) {}

  async page(wanted: WantedEvents, after: string | null): Promise<EventPage | { readonly beginning: string }> {
    const from = after === 'latest' ? await this.feed.end() : after ? parseCursor(after) : START;
    const page = await this.feed.read(wanted, from);
    return page.beginning ? { beginning: cursorText(page.beginning) } : cloudEventPage(page);
  }
}
