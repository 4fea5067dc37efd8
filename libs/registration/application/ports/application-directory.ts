import type { RegistrationPolicy } from '../../domain/policy.js';

export interface ApplicationProfile {
  readonly slug: string;
  readonly name: string;
  readonly policy: RegistrationPolicy;
  /** Where its pages may lead after success. */
  readonly redirectTargets: readonly string[];
}

/** What this context needs to know of applications. */
export interface ApplicationDirectory {
  /** @throws Error for an unknown slug: the edge has refused it before */
  get(slug: string): Promise<ApplicationProfile>;
}
