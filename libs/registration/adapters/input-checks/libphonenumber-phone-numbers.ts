import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumbers } from '../../application/ports/input-checks.js';

/** Numbers in international form, checked against every country's numbering plan. */
export class LibphonenumberPhoneNumbers implements PhoneNumbers {
  parse(typed: string): string | null {
    const text = typed.trim();
    const number = text.startsWith('+') ? parsePhoneNumberFromString(text, { extract: false }) : undefined;
    return number?.isValid() && !number.ext ? number.number : null;
  }

  countryOf(phone: string): string | null {
    return parsePhoneNumberFromString(phone)?.country ?? null;
  }
}
