import type { FieldError } from '@gatehouse/kernel';
import type { FieldFault, SettingsFault } from '../../domain/application/settings-faults.js';

const MESSAGES: Record<SettingsFault, string> = {
  'text-empty': 'Must not be empty',
  'text-unprintable': 'Must not hold control characters',
  'locale-invalid': 'Must be a language tag, such as fr or fr-CA',
  'email-invalid': 'Must be an email address, such as ada@example.com',
  'origin-invalid': 'Must be an origin as browsers send it, such as https://shop.example, without anything behind it',
  'link-base-invalid': 'Must be an address that begins with https://, without query and fragment',
  'redirect-invalid': 'Must be a whole address that begins with https://, without fragment',
};

export const fieldErrorOf = ({ pointer, fault }: FieldFault): FieldError => ({
  pointer,
  code: fault,
  message: MESSAGES[fault],
});
