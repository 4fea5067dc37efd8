import type { FieldError } from '@gatehouse/kernel';
import type { PersonalDetails, TypedDetails } from './personal-details.js';

/** What a sign-up may ask for, in the order in which it does. */
export const PROFILE_FIELDS = ['name', 'surname', 'phone', 'birthDate', 'hobbies'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** `optional`: asked for. `accepted`: not asked for, and taken where it is given. `none`: refused. */
export type ProfileFieldRule = 'required' | 'optional' | 'accepted' | 'none';
export type ProfileRules = Readonly<Record<ProfileField, ProfileFieldRule>>;

interface ProfilePolicy {
  readonly profile: ProfileRules;
  readonly requirePhone: boolean;
}

/** A phone that is to be proven is required, whatever else is said of it. */
export const profileRulesOf = ({ profile, requirePhone }: ProfilePolicy): ProfileRules =>
  requirePhone ? { ...profile, phone: 'required' } : profile;

/** What a sign-up lacks, and what it gives that the application wants not to know. */
export const profileFaults = (typed: TypedDetails, policy: ProfilePolicy): readonly FieldError[] =>
  PROFILE_FIELDS.flatMap((field) => faultOf(field, isGiven(typed[field]), profileRulesOf(policy)[field]));

/** The same of a change of some fields: what was given before may stay. */
export const profileChangeFaults = (
  typed: TypedDetails,
  { profile }: Pick<ProfilePolicy, 'profile'>,
): readonly FieldError[] =>
  PROFILE_FIELDS.flatMap((field) =>
    typed[field] === undefined ? [] : faultOf(field, isGiven(typed[field]), profile[field]),
  );

const isGiven = (value: PersonalDetails[ProfileField] | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : value != null;

function faultOf(field: ProfileField, isThere: boolean, rule: ProfileFieldRule): FieldError[] {
  const pointer = `/${field}`;
  if (rule === 'required' && !isThere) return [{ pointer, code: 'field-required', message: 'This field is required' }];
  if (rule !== 'none' || !isThere) return [];
  return [{ pointer, code: 'field-not-accepted', message: 'This application does not accept this field' }];
}
