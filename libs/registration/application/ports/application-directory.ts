import type { RegistrationPolicy } from '../../domain/policy.js';

export interface ApplicationProfile {
  readonly slug: string;
  readonly name: string;
  readonly policy: RegistrationPolicy;
  /** Where its pages may lead after success. */
  readonly redirectTargets: readonly string[];
  /** What people agree to at sign-up, where the application asks for that. */
  readonly links: { readonly termsUrl: string | null; readonly privacyUrl: string | null };
}

/** What this context needs to know of applications. */
export interface ApplicationDirectory {
  /** @throws Error for an unknown slug: the edge has refused it before */
  get(slug: string): Promise<ApplicationProfile>;
}
