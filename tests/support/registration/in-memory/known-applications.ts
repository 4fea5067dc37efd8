import type {
  ApplicationDirectory,
  ApplicationProfile,
} from '../../../../libs/registration/application/ports/application-directory.js';
import { type RegistrationPolicy, standardPolicy } from '../../../../libs/registration/domain/policy.js';

/** One application, `shop`, with the standard policy as far as a test does not change it. */
export class KnownApplications implements ApplicationDirectory {
  policy: RegistrationPolicy = standardPolicy;
  redirectTargets: readonly string[] = [];
  links: ApplicationProfile['links'] = { termsUrl: null, privacyUrl: null };

  async get(slug: string): Promise<ApplicationProfile> {
    if (slug !== 'shop') throw new Error(`No application ${slug}`);
    const { policy, redirectTargets, links } = this;
    return { slug, name: 'The Shop', policy, redirectTargets, links };
  }
}
