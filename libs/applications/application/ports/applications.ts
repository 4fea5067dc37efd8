import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { Application as ApplicationView } from '../../contract/application.js';
import type { ApplicationChanged, ApplicationCreated } from '../../contract/events.js';
import type { Application } from '../../domain/application/application.js';

/** Where applications are kept. Every method is one atomic statement, which notes who did it. */
export interface Applications {
  find(slug: string): Promise<{ readonly application: Application; readonly version: number } | null>;

  /** False where another one has the slug: nothing is written. */
  add(application: Application, event: NewEvent<ApplicationCreated>, context: CommandContext): Promise<boolean>;

  /** False where the application is no longer of that version: nothing is written. */
  save(
    application: Application,
    change: { readonly version: number; readonly event: NewEvent<ApplicationChanged> },
    context: CommandContext,
  ): Promise<boolean>;
}

/** Applications as they are read. */
export interface ApplicationViews {
  /** Null for an unknown slug. */
  bySlug(slug: string): Promise<ApplicationView | null>;
  /**
   * By slug.
   * @param page.after the last slug of the page before; null for the first page
   * @param page.only the one application that is open to the caller; null where all are
   */
  page(page: {
    readonly after: string | null;
    readonly limit: number;
    readonly only: string | null;
  }): Promise<ApplicationView[]>;
}

/** All applications, kept in memory for a moment: every call asks. */
export interface KnownApplications {
  /** Null for an unknown slug. */
  bySlug(slug: string): Promise<ApplicationView | null>;
  /** Whether any application lets browsers call from this origin. */
  allowsOrigin(origin: string): Promise<boolean>;
}
