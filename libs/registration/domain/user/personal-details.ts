import { err, type FieldError, isVisible, ok, type Result, trimBlanks, withoutBidiControls } from '@gatehouse/kernel';
import { usableLocale } from './usable-locale.js';

/** What a person tells about themselves. Absent is null. */
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
