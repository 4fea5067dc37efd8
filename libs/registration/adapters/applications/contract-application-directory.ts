import { applicationOf } from '@gatehouse/applications/contract';
import type { QueryBus } from '@gatehouse/kernel';
import type { ApplicationDirectory, ApplicationProfile } from '../../application/ports/application-directory.js';
import { policyOf, within } from './policy-of.js';

/** What the deployment's settings say of all applications. */
interface DeploymentLimits {
  /** False where no SMS provider is configured: no application can then reach any country. */
  readonly sendsTexts: boolean;
  /** Messages to one recipient within 24 hours, over all applications. */
  readonly perDayAnywhere: number;
  /** Ceilings of the policies' SMS; absent: none beyond what each application is granted. */
  readonly sms: object;
}

/** Reads applications through their context's contract, and their policy in this context's terms. */
export class ContractApplicationDirectory implements ApplicationDirectory {
  constructor(
    private readonly queries: QueryBus,
    private readonly limits: DeploymentLimits,
  ) {}

  async get(slug: string): Promise<ApplicationProfile> {
    const application = await applicationOf(this.queries, slug);
    if (!application) throw new Error(`No application "${slug}"`);
    const policy = policyOf(application);
    const { sendsTexts, perDayAnywhere } = this.limits;
    const sms = { ...within(policy.sms, this.limits.sms), ...(!sendsTexts && { countries: [] }) };
    const messages = { ...policy.messages, perDayAnywhere };
    const { name, redirectTargets, appearance } = application;
    const links = { termsUrl: appearance.termsUrl ?? null, privacyUrl: appearance.privacyUrl ?? null };
    return { slug, name, redirectTargets, links, policy: { ...policy, messages, sms } };
  }
}
