import type { Application } from '../application.js';

/** An application as it is at this moment: for those who have just changed it. */
export interface FindOneApplication {
  execute(slug: string): Promise<Application | null>;
}
