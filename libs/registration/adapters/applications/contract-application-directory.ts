import { type Application, applicationOf } from '@gatehouse/applications/contract';
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
  /** Of applications as their context has them in memory: every request asks, and they are read every few seconds. */
  readonly #profiles = new WeakMap<Application, ApplicationProfile>();

  constructor(
    private readonly queries: QueryBus,
    private readonly limits: DeploymentLimits,
  ) {}

  async get(slug: string): Promise<ApplicationProfile> {
    const application = await applicationOf(this.queries, slug);
    if (!application) throw new Error(`No application "${slug}"`);
    const known = this.#profiles.get(application) ?? this.#profileOf(application);
    this.#profiles.set(application, known);
    return known;
  }

  #profileOf(application: Application): ApplicationProfile {
    const policy = policyOf(application);
    const { sendsTexts, perDayAnywhere } = this.limits;
    const sms = { ...within(policy.sms, this.limits.sms), ...(!sendsTexts && { countries: [] }) };
    const messages = { ...policy.messages, perDayAnywhere };
    const { slug, name, redirectTargets, appearance } = application;
    const links = { termsUrl: appearance.termsUrl ?? null, privacyUrl: appearance.privacyUrl ?? null };
    return { slug, name, redirectTargets, links, policy: { ...policy, messages, sms } };
  }
}
