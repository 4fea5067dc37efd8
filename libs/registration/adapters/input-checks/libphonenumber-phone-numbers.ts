import { withoutInvisible } from '@gatehouse/kernel';
import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumbers } from '../../application/ports/input-checks.js';
import type { PhoneNumberType } from '../../domain/policy.js';

/** Numbers in international form, checked against every country's numbering plan. Only the `max` metadata has types. */
export class LibphonenumberPhoneNumbers implements PhoneNumbers {
  parse(typed: string): string | null {
    // A fullwidth plus sign is the plus sign of East Asian keyboards.
    const text = withoutInvisible(typed.normalize('NFKC')).trim();
    const number = text.startsWith('+') ? parsePhoneNumberFromString(text, { extract: false }) : undefined;
    return number?.isValid() && !number.ext ? number.number : null;
  }

  countryOf(phone: string): string | null {
    return parsePhoneNumberFromString(phone)?.country ?? null;
  }

  typeOf(phone: string): PhoneNumberType | null {
    const type = parsePhoneNumberFromString(phone)?.getType();
    return type === undefined ? null : TYPES[type];
  }
}

const TYPES: Readonly<Record<NonNullable<NumberType>, PhoneNumberType>> = {
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed-line-or-mobile',
  FIXED_LINE: 'fixed-line',
  VOIP: 'voip',
  PAGER: 'pager',
  PERSONAL_NUMBER: 'personal-number',
  SHARED_COST: 'shared-cost',
  PREMIUM_RATE: 'premium-rate',
  TOLL_FREE: 'toll-free',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
};
