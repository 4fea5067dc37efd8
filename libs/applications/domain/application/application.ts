/** A frontend or product, as this context decides on it. */
export interface Application {
  readonly id: string;
  readonly slug: string;
  readonly settings: ApplicationSettings;
  /** What the operator grants it beyond or within the defaults. */
  readonly grants: PolicyPatch;
}

export interface ApplicationSettings {
  readonly name: string;
  readonly defaultLocale: string;
  readonly sender: { readonly email: string; readonly name: string | null } | null;
  readonly replyTo: string | null;
  readonly allowedOrigins: readonly string[];
  readonly linkBaseUrl: string | null;
  readonly redirectTargets: readonly string[];
  readonly preset: 'standard' | 'strict';
  /** What differs from the preset, section by section; what the sections mean is their context's business. */
  readonly policy: PolicyPatch;
}

export interface PolicyPatch {
  readonly [name: string]: PolicyValue;
}
type PolicyValue = string | number | boolean | null | readonly string[] | PolicyPatch | undefined;

/** What somebody wants: an absent field stays as it is, null goes back to the default (RFC 7396). */
export type SettingsPatch = {
  readonly [Name in keyof ApplicationSettings]?:
    | (Name extends 'sender' ? NewSender : ApplicationSettings[Name])
    | null
    | undefined;
};

interface NewSender {
  readonly email: string;
  readonly name?: string | null | undefined;
}

/** What an application has of which nothing was said. */
export const defaultSettings: Omit<ApplicationSettings, 'name'> = {
  defaultLocale: 'en',
  sender: null,
  replyTo: null,
  allowedOrigins: [],
  linkBaseUrl: null,
  redirectTargets: [],
  preset: 'standard',
  policy: {},
};
