import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumbers } from '../../application/ports/input-checks.js';

/** Numbers in international form, checked against every country's numbering plan. */
export class LibphonenumberPhoneNumbers implements PhoneNumbers {
  parse(typed: string): string | null {
    const number = parsePhoneNumberFromString(typed);
    return number?.isValid() && typed.trimStart().startsWith('+') ? number.number : null;
  }
}
