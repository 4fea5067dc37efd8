/** What a number is for, as libphonenumber knows it from the numbering plans. */
export const PHONE_NUMBER_TYPES = [
  'mobile',
  'fixed-line-or-mobile',
  'fixed-line',
  'voip',
  'pager',
  'personal-number',
  'shared-cost',
  'premium-rate',
  'toll-free',
  'uan',
  'voicemail',
] as const;
export type PhoneNumberType = (typeof PHONE_NUMBER_TYPES)[number];
