import { err, ok, type Result } from '@gatehouse/kernel';
import type { Application, PolicyPatch, SettingsPatch } from './application.js';
import { changeSettings } from './change-settings.js';
import { beyondGrants, type GrantFault, grantsFaults, grantsOf, widenedGrants } from './grants.js';
import { isSame } from './is-same.js';
import { mergePatch } from './merge-patch.js';
import type { FieldFault } from './settings-faults.js';

export type ApplicationPatch = SettingsPatch & { readonly grants?: PolicyPatch | null | undefined };

export type ChangeRejection =
  | { readonly kind: 'invalid'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'beyond-grants'; readonly faults: readonly GrantFault[] }
  | { readonly kind: 'not-an-operator' };

/**
 * What the application is after a patch, and which fields changed. An application moves within what is granted; what an
 * operator sets without a word about grants is granted with it.
 */
export function changeApplication(
  before: Application,
  { grants: patch, ...settingsPatch }: ApplicationPatch,
  { isOperator }: { readonly isOperator: boolean },
): Result<{ application: Application; fields: readonly string[] }, ChangeRejection> {
  if (patch !== undefined && !isOperator) return err({ kind: 'not-an-operator' });
  const changed = changeSettings(before.settings, settingsPatch);
  const said = patch === undefined ? before.grants : patch === null ? {} : mergePatch(before.grants, patch);
  const invalid = [...(changed.ok ? [] : changed.error), ...grantsFaults(grantsOf(said))];
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
