import type { PolicyPatch } from './application.js';
import type { FieldFault } from './settings-faults.js';

/** Names of the providers that the deployment has, by channel. */
export interface DeploymentProviders {
  readonly mail: readonly string[];
  readonly sms: readonly string[];
}

const CHANNELS = ['mail', 'sms'] as const;
const ANY = '*';

/** What is wrong with the providers that somebody sets or grants: those of the deployment alone can carry anything. */
export function providerFaults(
  changed: { readonly policy?: PolicyPatch[string]; readonly grants?: PolicyPatch[string] },
  deployment: DeploymentProviders,
): FieldFault[] {
  return CHANNELS.flatMap((channel) => {
    const isKnown = (name: string) => deployment[channel].includes(name);
    const granted = listOf(changed.grants, channel).flatMap((name, at) =>
      name === ANY || isKnown(name) ? [] : [unknown(`/grants/providers/${channel}/${at}`)],
    );
    return [...listFaults(`/policy/providers/${channel}`, listOf(changed.policy, channel), isKnown), ...granted];
  });
}

function listFaults(pointer: string, entries: readonly string[], isKnown: (name: string) => boolean): FieldFault[] {
  const parsed = entries.map((entry) => {
    const [name = '', share = 0] = entry.split(':');
    return { name, share: Number(share) };
  });
  const isTwice = new Set(parsed.map(({ name }) => name)).size < parsed.length;
  const isTooMuch = parsed.reduce((sum, { share }) => sum + share, 0) > 99;
  return [
    ...parsed.flatMap(({ name }, at) => (isKnown(name) ? [] : [unknown(`${pointer}/${at}`)])),
    ...(isTwice ? [{ pointer, fault: 'provider-twice' } as const] : []),
    ...(isTooMuch ? [{ pointer, fault: 'shares-too-large' } as const] : []),
  ];
}

const unknown = (pointer: string): FieldFault => ({ pointer, fault: 'provider-unknown' });

const listOf = (lists: PolicyPatch[string], channel: string): readonly string[] =>
  ((lists ?? {}) as Readonly<Record<string, readonly string[] | null | undefined>>)[channel] ?? [];
