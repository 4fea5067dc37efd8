import {
  err,
  type FieldError,
  isVisible,
  type NewEvent,
  ok,
  type Result,
  trimBlanks,
  withoutBidiControls,
  withoutInvisible,
} from '@gatehouse/kernel';
import type { UserProfileChanged } from '../../contract/events.js';

/** What a person may enter about themselves. Absent is null. */
export interface PersonalDetails {
  readonly name: string | null;
  readonly surname: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly hobbies: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  /** BCP 47, in its canonical form. */
  readonly locale: string | null;
}

export type TypedDetails = { readonly [Field in keyof PersonalDetails]?: PersonalDetails[Field] | null | undefined };

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
const EARLIEST_BIRTH = '1900-01-01';

/**
 * Cleans what was typed: text composed (NFC), trimmed and without bidi controls, the phone number in E.164, the locale
 * canonical, or null where it cannot be used.
 * @param parsePhone answers a number in E.164, or null where it is none
 */
export function acceptDetails(
  typed: TypedDetails,
  parsePhone: (typed: string) => string | null,
  now: Date,
): Result<PersonalDetails, FieldError[]> {
  const faults: FieldError[] = [];
  const fault = (pointer: string, code: string, message: string) => faults.push({ pointer, code, message });

  const text = (pointer: string, value: string | null | undefined): string | null => {
    if (value === null || value === undefined) return null;
    const clean = trimBlanks(withoutBidiControls(value.normalize('NFC')));
    if (UNPRINTABLE.test(clean)) fault(pointer, 'text-unprintable', 'Must not contain control characters');
    else if (!isVisible(clean)) fault(pointer, 'text-empty', 'Must not be empty');
    return clean;
  };

  const phone = typed.phone == null ? null : parsePhone(typed.phone);
  if (typed.phone != null && phone === null) {
    fault('/phone', 'phone-invalid', 'Must be a phone number in international form, such as +33612345678');
  }
  const birthDate = typed.birthDate ?? null;
  if (birthDate !== null && (!isDate(birthDate) || birthDate < EARLIEST_BIRTH || birthDate > isoDate(now))) {
    fault('/birthDate', 'birth-date-invalid', 'Must be a date in the past, as YYYY-MM-DD');
  }
  const details: PersonalDetails = {
    name: text('/name', typed.name),
    surname: text('/surname', typed.surname),
    phone,
    hobbies: [...new Set((typed.hobbies ?? []).map((hobby, index) => text(`/hobbies/${index}`, hobby) ?? ''))],
    birthDate,
    locale: typed.locale == null ? null : usableLocale(typed.locale),
  };
  return faults.length > 0 ? err(faults) : ok(details);
}

const isoDate = (date: Date): string => date.toISOString().slice(0, 10);

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && isoDate(date) === text;
}

interface ProfileChange {
  readonly details: PersonalDetails;
  readonly event: NewEvent<UserProfileChanged>;
}

/** Replaces some of a person's details. Null where that changes nothing: then there is no event. */
export function changeProfile(
  eventId: string,
  { id, details }: { readonly id: string; readonly details: PersonalDetails },
  wished: Partial<PersonalDetails>,
): ProfileChange | null {
  const fields = (Object.keys(wished) as (keyof PersonalDetails)[]).filter(
    (field) => !isSame(wished[field], details[field]),
  );
  if (fields.length === 0) return null;
  return {
    details: { ...details, ...wished },
    event: {
      id: eventId,
      subject: id,
      type: 'user.profile-changed.v1',
      data: { userId: id, fields: fields.sort() },
    },
  };
}

/** Details are texts, nulls and lists of texts. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** RFC 5646, section 4.4.1. */
const LONGEST_TAG = 35;
const MOST_SUBTAGS = 8;
/** Up to what POSIX (`en_US.UTF-8@euro`) and lists (`fr,en;q=0.5`) put behind a tag. */
const TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]+)*(?=$|[-_.@,;\s])/i;

/**
 * The language, script, region and variants of what a browser or a system calls its language, as a canonical tag
 * (BCP 47); null where it names none. Extensions such as `-u-nu-latn` say nothing of the language, and what is no
 * well-formed end of a tag is left out: no one is refused because of the settings of their device.
 */
function usableLocale(typed: string): string | null {
  const [tag] = TAG.exec(withoutInvisible(typed.slice(0, 2 * LONGEST_TAG)).trim()) ?? [];
  const subtags = tag?.split(/[-_]/, MOST_SUBTAGS) ?? [];
  for (let length = subtags.length; length > 0; length -= 1) {
    const canonical = canonicalTag(subtags.slice(0, length).join('-'));
    if (canonical !== null && canonical.length <= LONGEST_TAG) return canonical;
  }
  return null;
}

function canonicalTag(tag: string): string | null {
  try {
    // The variant `posix` becomes an extension, which `baseName` keeps.
    return new Intl.Locale(tag).baseName.replace(/-[a-z0-9]-.*$/i, '');
  } catch {
    return null;
  }
}
