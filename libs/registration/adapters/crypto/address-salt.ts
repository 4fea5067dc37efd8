import type { KeyRing } from '@gatehouse/platform/config';

const SALT_BYTES = 16;

/** The salt that all pending registrations of one address share (ADR-0012): secret, and different for every address. */
export const addressSalt = (keys: KeyRing, application: string, email: string): Buffer =>
  keys.mac(`salt|${application}|${email}`).subarray(0, SALT_BYTES);
