/** What an administrator decides of a webhook. */
export interface WebhookSettings {
  readonly url: string;
  /** Null: all. */
  readonly types: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
}

export type WebhookPatch = { readonly [Field in keyof WebhookSettings]?: WebhookSettings[Field] | undefined };

export interface ChangedSettings {
  readonly settings: WebhookSettings;
  /** Those that are other than before, in the alphabet's order. */
  readonly fields: readonly (keyof WebhookSettings)[];
}

/** Lays a patch over the settings: an absent field stays as it is. */
export function changeSettings(settings: WebhookSettings, patch: WebhookPatch): ChangedSettings {
  const changed: WebhookSettings = {
    url: patch.url ?? settings.url,
    types: patch.types === undefined ? settings.types : distinct(patch.types),
    description: patch.description === undefined ? settings.description : patch.description,
    enabled: patch.enabled ?? settings.enabled,
  };
  const names = ['description', 'enabled', 'types', 'url'] as const;
  return { settings: changed, fields: names.filter((name) => !isSame(settings[name], changed[name])) };
}

export const distinct = (types: readonly string[] | null): readonly string[] | null =>
  types === null ? null : [...new Set(types)].sort();

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
