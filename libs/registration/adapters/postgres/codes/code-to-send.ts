import type { Dispatch } from '../../../application/ports/codes.js';
import { type CodePurpose, claimsAddress, isTexted } from '../../../domain/code/purposes.js';
import { deliverableAddress } from '../../../domain/email-address.js';

export interface DispatchRow {
  readonly user_id: string | null;
  readonly key_id: string;
  readonly purpose: CodePurpose;
  readonly digits: number;
  readonly number: number;
  readonly life_seconds: number;
  /** E.164 for an SMS, else an address as it is shown; null where there is nobody to send it to. */
  readonly recipient: string | null;
  readonly recipient_name: string | null;
  readonly locale: string | null;
  readonly address_taken: boolean;
}

export function codeToSend(id: string, row: DispatchRow): Dispatch {
  const { key_id: keyId, purpose, user_id: userId, recipient, digits, number, life_seconds: lifeSeconds, locale } = row;
  if (recipient === null || userId === null) return { kind: 'nobody' };
  const code = { id, keyId, digits, number, lifeSeconds, locale };
  if (isTexted(purpose)) return { kind: 'send', code: { ...code, purpose, recipient: { phone: recipient } } };
  const mailbox = { email: deliverableAddress(recipient), name: row.recipient_name };
  return row.address_taken && claimsAddress(purpose)
    ? { kind: 'taken', purpose, recipient: mailbox, locale }
    : { kind: 'send', code: { ...code, purpose, userId, recipient: mailbox } };
}
