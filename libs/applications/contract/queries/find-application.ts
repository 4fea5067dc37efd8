import type { Application } from '../application.js';

export interface FindApplication {
  /** Null for a slug that nobody has. */
  bySlug(slug: string): Promise<Application | null>;
  /** Whether any application lets browsers call from this origin. */
  allowsOrigin(origin: string): Promise<boolean>;
}
