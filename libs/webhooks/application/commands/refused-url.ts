import { type FieldError, refusal } from '@gatehouse/kernel';

export const urlRefused: FieldError = {
  pointer: '/url',
  code: 'webhook-url-refused',
  message:
    'Must be an address that begins with https:// and leads to a public network, by a port that is allowed, without user, password or fragment',
};

export const refusedUrl = () => refusal('validation-failed', { errors: [urlRefused] });
