import type { Application, FindApplication } from '@gatehouse/applications/contract';
import type { ApplicationDirectory, ApplicationProfile } from '../../application/ports/application-directory.js';
import { type RegistrationPolicy, standardPolicy, strictPolicy } from '../../domain/policy.js';

export type { FindApplication };

/** Reads applications through their context's contract, and their policy in this context's terms. */
export class ContractApplicationDirectory implements ApplicationDirectory {
  constructor(private readonly applications: FindApplication) {}

  async get(slug: string): Promise<ApplicationProfile> {
    const application = await this.applications.bySlug(slug);
    if (!application) throw new Error(`No application "${slug}"`);
    return { slug, name: application.name, policy: policyOf(application) };
  }
}

function policyOf({ preset, policy }: Application): RegistrationPolicy {
  const base = preset === 'strict' ? strictPolicy : standardPolicy;
  return {
    code: { ...base.code, ...policy['code'] },
    password: { ...base.password, ...policy['password'] },
    messages: { ...base.messages, ...policy['messages'] },
    guessing: { ...base.guessing, ...policy['guessing'] },
  };
}
