import type { CodeToSend } from '../../application/ports/activation-codes.js';
import type { CodePurpose } from '../../domain/policy.js';

export interface DispatchRow {
  readonly key_id: string;
  readonly purpose: CodePurpose;
  readonly digits: number;
  readonly number: number;
  readonly life_seconds: number;
  /** E.164 for an SMS, else an address that mail is sent to. */
  readonly recipient: string;
  readonly recipient_name: string | null;
  readonly locale: string | null;
  readonly address_taken: boolean;
}

export function codeToSend(id: string, row: DispatchRow): CodeToSend {
  const { key_id: keyId, purpose, digits, number, life_seconds: lifeSeconds, locale } = row;
  const code = { id, keyId, digits, number, lifeSeconds, locale };
  if (purpose === 'phone') return { ...code, purpose, recipient: { phone: row.recipient }, addressTaken: false };
  const recipient = { email: row.recipient, name: row.recipient_name };
  return { ...code, purpose, recipient, addressTaken: row.address_taken };
}
