import type { Application, CodeSettings, FindApplication } from '@gatehouse/applications/contract';
import type { ApplicationDirectory, ApplicationProfile } from '../../application/ports/application-directory.js';
import { type CodePolicy, type RegistrationPolicy, standardPolicy, strictPolicy } from '../../domain/policy.js';

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

/** The preset, and over it what the application says otherwise; null says nothing. */
function policyOf({ preset, policy }: Application): RegistrationPolicy {
  const base = preset === 'strict' ? strictPolicy : standardPolicy;
  const { code, codes, password, messages, guessing, sms, requirePhone } = policy;
  return {
    code: codePolicy(base.code, code),
    codes: {
      phone: codePolicy(base.codes.phone, codes?.phone),
      'email-change': codePolicy(base.codes['email-change'], codes?.['email-change']),
      'password-reset': codePolicy(base.codes['password-reset'], codes?.['password-reset']),
    },
    password: over(base.password, password),
    messages: over(base.messages, messages),
    guessing: over(base.guessing, guessing),
    sms: over(base.sms, sms),
    requirePhone: requirePhone ?? base.requirePhone,
    revealExistingAccounts: policy.revealExistingAccounts ?? base.revealExistingAccounts,
  };
}

/** Codes that come after wrong tries are never shorter than those before. */
function codePolicy(base: CodePolicy, said: CodeSettings | null | undefined): CodePolicy {
  const policy = over(base, said);
  return { ...policy, longDigits: Math.max(policy.digits, policy.longDigits) };
}

type Said<T> = { readonly [Name in keyof T]?: T[Name] | null | undefined };

const over = <T extends object>(base: T, said: Said<T> | null | undefined): T => ({
  ...base,
  ...Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== null && value !== undefined)),
});
