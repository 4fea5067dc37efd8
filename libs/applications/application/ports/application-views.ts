import type { Application } from '../../contract/application.js';

/** Applications as they are read. */
export interface ApplicationViews {
  /** Null for a slug that nobody has. */
  bySlug(slug: string): Promise<Application | null>;
  /**
   * By slug.
   * @param page.after the last slug of the page before; null for the first page
   * @param page.only the one application that is open to the caller; null where all are
   */
  page(page: {
    readonly after: string | null;
    readonly limit: number;
    readonly only: string | null;
  }): Promise<Application[]>;
}

/** All applications, kept in memory for a moment: every call asks. */
export interface KnownApplications {
  /** Null for a slug that nobody has. */
  bySlug(slug: string): Promise<Application | null>;
  /** Whether any application lets browsers call from this origin. */
  allowsOrigin(origin: string): Promise<boolean>;
}
