import { err, ok, type Result } from '@gatehouse/kernel';
import { type ApplicationSettings, defaultSettings, type SettingsPatch } from './application.js';
import { isSame } from './is-same.js';
import { mergePatch } from './merge-patch.js';
import { type FieldFault, settingsFaults } from './settings-faults.js';

/** What the settings are after a patch, and which of them it changed; or everything that is wrong with that. */
export function changeSettings(
  before: ApplicationSettings,
  patch: SettingsPatch,
): Result<{ settings: ApplicationSettings; fields: readonly string[] }, readonly FieldFault[]> {
  const { policy, sender, name, ...plain } = patch;
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  const others = given.map(([field, value]) => [field, value ?? defaultSettings[field as keyof typeof plain]]);
  const settings: ApplicationSettings = {
    ...before,
    ...Object.fromEntries(others),
    ...(name != null && { name }),
    ...(sender !== undefined && { sender: sender && { email: sender.email, name: sender.name ?? null } }),
    ...(policy !== undefined && { policy: policy === null ? {} : mergePatch(before.policy, policy) }),
  };
  const faults = settingsFaults(settings);
  if (faults.length > 0) return err(faults);
  const fields = Object.keys(patch) as (keyof SettingsPatch)[];
  return ok({ settings, fields: fields.filter((field) => !isSame(before[field], settings[field])).sort() });
}
