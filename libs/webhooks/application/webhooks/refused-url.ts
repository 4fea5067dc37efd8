import { type FieldError, refusal } from '@gatehouse/kernel';

export const urlRefused: FieldError = {
  pointer: '/url',
  code: 'webhook-url-refused',
  message: 'Must be a public https:// URL on an allowed port, without a user name, password or fragment',
};

export const refusedUrl = () => refusal('validation-failed', { errors: [urlRefused] });
