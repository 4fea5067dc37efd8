import { applicationOf } from '@gatehouse/applications/contract';
import type { QueryBus } from '@gatehouse/kernel';
import type { ApplicationDirectory, ApplicationProfile } from '../../application/ports/application-directory.js';
import { policyOf } from './policy-of.js';

/** Reads applications through their context's contract, and their policy in this context's terms. */
export class ContractApplicationDirectory implements ApplicationDirectory {
  /**
   * @param sendsTexts false where no SMS provider is configured: no application can then reach any country
   * @param perDayAnywhere messages to one recipient within 24 hours, over all applications
   */
  constructor(
    private readonly queries: QueryBus,
    private readonly sendsTexts: boolean,
    private readonly perDayAnywhere: number,
  ) {}

  async get(slug: string): Promise<ApplicationProfile> {
    const application = await applicationOf(this.queries, slug);
    if (!application) throw new Error(`No application "${slug}"`);
    const policy = policyOf(application);
    const sms = this.sendsTexts ? policy.sms : { ...policy.sms, countries: [] };
    const messages = { ...policy.messages, perDayAnywhere: this.perDayAnywhere };
    return { slug, name: application.name, policy: { ...policy, messages, sms } };
  }
}
