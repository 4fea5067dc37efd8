import type { EventPage } from '../../contract/read-models/event-page.js';

export interface WantedEvents {
  readonly application: string;
  /** Null: all of them. */
  readonly types: readonly string[] | null;
  /** Most events of a page. */
  readonly limit: number;
}

/** The event log, page by page. */
export interface EventPages {
  /**
   * @param after `nextAfter` of an earlier page, or `latest`; null: from the beginning
   * @returns the cursor behind which the log begins, where `after` lies before that
   */
  page(wanted: WantedEvents, after: string | null): Promise<EventPage | { readonly beginning: string }>;
}
