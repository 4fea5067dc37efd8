import type { NewEvent } from '@gatehouse/kernel';
import type { ApplicationChanged, ApplicationCreated } from '../../contract/events.js';
import type { LogoImage } from './logo.js';

/** A frontend or product, as this context decides on it. */
export interface Application {
  readonly id: string;
  readonly slug: string;
  readonly settings: ApplicationSettings;
  readonly logo: LogoImage | null;
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
  /** What differs from the default appearance. */
  readonly appearance: AppearancePatch;
}

export interface AppearancePatch extends PolicyPatch {
  readonly accentColor?: string;
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
  readonly supportEmail?: string;
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
  appearance: {},
};

export const applicationCreated = (
  id: string,
  { id: subject, slug, settings: { name, preset } }: Application,
): NewEvent<ApplicationCreated> => ({ id, subject, type: 'application.created.v1', data: { slug, name, preset } });

export const applicationChanged = (
  id: string,
  { id: subject, slug }: Application,
  fields: readonly string[],
): NewEvent<ApplicationChanged> => ({ id, subject, type: 'application.changed.v1', data: { slug, fields } });

/** A JSON merge patch (RFC 7396): null removes, objects are merged, everything else replaces. */
export function mergePatch(target: PolicyPatch, patch: PolicyPatch): PolicyPatch {
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) merged.delete(name);
    else if (isSection(value)) {
      const before = merged.get(name);
      merged.set(name, mergePatch(isSection(before) ? before : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries([...merged].filter(([, value]) => !isSection(value) || Object.keys(value).length > 0));
}

/** Of values as JSON has them. A patch leaves the order of names as it is. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isSection = (value: PolicyPatch[string]): value is PolicyPatch =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
