import type { Application, CodeSettings } from '@gatehouse/applications/contract';
import { forEachPurpose } from '../../domain/code/purposes.js';
import { type CodePolicy, type RegistrationPolicy, standardPolicy, strictPolicy } from '../../domain/policy.js';

/** What an application's policy follows from. */
export type ConfiguredPolicy = Pick<Application, 'preset' | 'policy' | 'grants'>;

/** The preset, and over it what the application says otherwise; null says nothing. */
export function policyOf({ preset, policy, grants }: ConfiguredPolicy): RegistrationPolicy {
  const base = granted(preset === 'strict' ? strictPolicy : standardPolicy, grants);
  const { code, codes, password, messages, guessing, sms, requirePhone } = policy;
  const settings = { ...codes, activation: code };
  return {
    codes: forEachPurpose((purpose) => codePolicy(base.codes[purpose], settings[purpose])),
    password: over(base.password, password),
    messages: over(base.messages, messages),
    guessing: over(base.guessing, guessing),
    sms: over(base.sms, sms),
    profile: over(base.profile, policy.profile),
    termsVersion: policy.termsVersion ?? base.termsVersion,
    requirePhone: requirePhone ?? base.requirePhone,
    revealExistingAccounts: policy.revealExistingAccounts ?? base.revealExistingAccounts,
    askFeedback: policy.askFeedback ?? base.askFeedback,
  };
}

/** The preset within the application's grants. What the application says itself is within them already. */
function granted(preset: RegistrationPolicy, grants: Application['grants']): RegistrationPolicy {
  return {
    ...preset,
    codes: forEachPurpose((purpose) => within(preset.codes[purpose], grants.codes)),
    messages: within(preset.messages, grants.messages),
    guessing: within(preset.guessing, grants.guessing),
    sms: within(preset.sms, grants.sms),
  };
}

/** Counts have a most, times in seconds and percentages have a least, lists hold what may be chosen. */
export function within<T extends object>(base: T, ceilings: object | null | undefined): T {
  const limits = new Map<string, unknown>(Object.entries(ceilings ?? {}));
  const bounded = Object.entries(base).map(([name, value]) => {
    const limit = limits.get(name);
    if (Array.isArray(value) && Array.isArray(limit)) return [name, value.filter((each) => limit.includes(each))];
    if (typeof value !== 'number' || typeof limit !== 'number') return [name, value];
    return [name, /(Seconds|Percent)$/.test(name) ? Math.max(value, limit) : Math.min(value, limit)];
  });
  return { ...base, ...Object.fromEntries(bounded) };
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
