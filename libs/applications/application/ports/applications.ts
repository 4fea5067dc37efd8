import type { CommandContext, NewEvent } from '@gatehouse/kernel';
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
