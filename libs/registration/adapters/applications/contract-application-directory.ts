import type { Application, FindApplication } from '@gatehouse/applications/contract';
import type { ApplicationDirectory, ApplicationProfile } from '../../application/ports/application-directory.js';
import { type RegistrationPolicy, standardPolicy, strictPolicy } from '../../domain/policy.js';

export type { FindApplication };

/** Reads applications through their context's contract, and their policy in this context's terms. */
export class ContractApplicationDirectory implements ApplicationDirectory {
  /** @param sendsTexts false where no SMS provider is configured: no application can then reach any country */
  constructor(
    private readonly applications: FindApplication,
    private readonly sendsTexts: boolean,
  ) {}

  async get(slug: string): Promise<ApplicationProfile> {
    const application = await this.applications.bySlug(slug);
    if (!application) throw new Error(`No application "${slug}"`);
    const policy = policyOf(application);
    const sms = this.sendsTexts ? policy.sms : { ...policy.sms, countries: [] };
    return { slug, name: application.name, policy: { ...policy, sms } };
  }
}

function policyOf({ preset, policy }: Application): RegistrationPolicy {
  const base = preset === 'strict' ? strictPolicy : standardPolicy;
  return {
    // Activation codes have a section of their own, and may as well stand with the others.
    code: { ...base.code, ...policy['code'], ...Object(policy['codes']?.['activation']) },
    codes: {
      phone: { ...base.codes.phone, ...Object(policy['codes']?.['phone']) },
      'email-change': { ...base.codes['email-change'], ...Object(policy['codes']?.['email-change']) },
      'password-reset': { ...base.codes['password-reset'], ...Object(policy['codes']?.['password-reset']) },
    },
    password: { ...base.password, ...policy['password'] },
    messages: { ...base.messages, ...policy['messages'] },
    guessing: { ...base.guessing, ...policy['guessing'] },
    sms: { ...base.sms, ...policy['sms'] },
  };
}
