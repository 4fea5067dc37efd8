import type { Application } from '../application.js';

/** Applications by slug, page by page. */
export interface FindApplications {
  /**
   * @param query.after the last slug of the page before; null for the first page
   * @param query.only the one application that the caller may see; null where all are open
   */
  execute(query: {
    readonly after: string | null;
    readonly limit: number;
    readonly only: string | null;
  }): Promise<Application[]>;
}
