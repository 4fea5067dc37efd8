import { err, ok, type Result } from '@gatehouse/kernel';
import {
  type Application,
  type ApplicationSettings,
  defaultSettings,
  isSame,
  mergePatch,
  type PolicyPatch,
  type SettingsPatch,
} from './application.js';
import { beyondGrants, type GrantFault, grantsFaults, grantsOf, widenedGrants } from './grants.js';
import { type DeploymentProviders, providerFaults } from './providers.js';
import { type FieldFault, linkBaseFaults, phoneFaults, settingsFaults } from './settings-faults.js';

/** What the settings are after a patch, and which of them it changed; or everything that is wrong with that. */
export function changeSettings(
  before: ApplicationSettings,
  patch: SettingsPatch,
): Result<{ settings: ApplicationSettings; fields: readonly string[] }, readonly FieldFault[]> {
  const { policy, appearance, sender, name, ...plain } = patch;
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  const others = given.map(([field, value]) => [field, value ?? defaultSettings[field as keyof typeof plain]]);
  const settings: ApplicationSettings = {
    ...before,
    ...Object.fromEntries(others),
    ...(name != null && { name }),
    ...(sender !== undefined && { sender: sender && { email: sender.email, name: sender.name ?? null } }),
    ...(policy !== undefined && { policy: policy === null ? {} : mergePatch(before.policy, policy) }),
    ...(appearance !== undefined && {
      appearance: appearance === null ? {} : mergePatch(before.appearance, appearance),
    }),
  };
  const faults = [
    ...settingsFaults(settings),
    ...linkBaseFaults(before.linkBaseUrl, settings.linkBaseUrl),
    ...phoneFaults(policy, settings.policy),
  ];
  if (faults.length > 0) return err(faults);
  const fields = Object.keys(patch) as (keyof SettingsPatch)[];
  return ok({ settings, fields: fields.filter((field) => !isSame(before[field], settings[field])).sort() });
}

export type ApplicationPatch = SettingsPatch & { readonly grants?: PolicyPatch | null | undefined };

export type ChangeRejection =
  | { readonly kind: 'invalid'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'beyond-grants'; readonly faults: readonly GrantFault[] }
  | { readonly kind: 'not-an-operator' };

interface Changing {
  readonly isOperator: boolean;
  /** Those that the deployment has. */
  readonly providers: DeploymentProviders;
}

/**
 * What the application is after a patch, and which fields changed. An application moves within what is granted; what an
 * operator sets without a word about grants is granted with it.
 */
export function changeApplication(
  before: Application,
  { grants: patch, ...settingsPatch }: ApplicationPatch,
  { isOperator, providers }: Changing,
): Result<{ application: Application; fields: readonly string[] }, ChangeRejection> {
  if (patch !== undefined && !isOperator) return err({ kind: 'not-an-operator' });
  const changed = changeSettings(before.settings, settingsPatch);
  const said = patch === undefined ? before.grants : patch === null ? {} : mergePatch(before.grants, patch);
  // Only what is said is looked at: a provider that the deployment no longer has must not stand in the way of the rest.
  const named = providerFaults(
    { policy: settingsPatch.policy?.['providers'], grants: patch?.['providers'] },
    providers,
  );
  const invalid = [...(changed.ok ? [] : changed.error), ...grantsFaults(grantsOf(said)), ...named];
  if (!changed.ok || invalid.length > 0) return err({ kind: 'invalid', faults: invalid });

  const { settings, fields } = changed.value;
  const grants = isOperator && patch === undefined ? widenedGrants(said, settings) : said;
  // A process of the version before, which knows no grants, may have written what was there already.
  const earlier = beyondGrants(before.settings, grantsOf(before.grants)).map(nameOf);
  const beyond = beyondGrants(settings, grantsOf(grants)).filter((fault) => !earlier.includes(nameOf(fault)));
  if (beyond.length > 0) return err({ kind: 'beyond-grants', faults: beyond });
  const isGrant = !isSame(grants, before.grants);
  return ok({
    application: { ...before, settings, grants },
    fields: isGrant ? [...fields, 'grants'].sort() : fields,
  });
}

const nameOf = ({ grant, needed }: GrantFault): string => `${grant} ${needed}`;
