import type { SmsProviderSettings } from '@gatehouse/platform/config';
import type { OutgoingText } from '../../application/ports/providers.js';
import { isJsonObject, type Json } from '../undici/call-provider.js';
import type { HttpAnswer, HttpContract } from '../undici/http-provider.js';
import { acceptedAs, type CodeRules, refusal, TAKEN_BEFORE, unreadable } from '../undici/read-refusal.js';

/** `error.name` where it says more than `error.type`, which is by status. */
const NAMES: CodeRules = {
  bounces: { SMSInvalidRecipient: 'mailbox-unavailable' },
  final: ['validation_error'],
  temporary: ['request_in_progress', 'rate_limit_error', 'service_unavailable_error', 'too_early_error'],
  operator: ['SMSNoEligibleSender', 'auth_error', 'billing_error', 'misdirected_error', 'permission_error'],
};

/** It has taken a message under this key, in which the application was called otherwise. */
const REUSED = 'idempotency_key_reuse';

/**
 * MessageBird, which is Bird today: the SMS API v1 of its platform, in the region of the workspace. The delivery's id is
 * the idempotency key, valid for 3 hours, and metadata, which its webhooks return.
 * @see https://github.com/messagebird/bird-sdk-typescript, packages/sdk/src/generated/types.gen.ts (CreateSmsMessage) and
 * https://bird.com/docs/errors (read 2026-11-29)
 */
export function messagebird({
  apiKey,
  sender,
}: SmsProviderSettings['messagebird'] & { readonly sender: string }): HttpContract<OutgoingText> {
  // Requests without a User-Agent are answered 403.
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json', 'user-agent': 'Gatehouse' };
  return {
    isIdempotent: true,
    request: ({ phone, text, deliveryId }) => ({
      path: '/v1/sms/messages',
      headers: { ...headers, ...(deliveryId !== undefined && { 'idempotency-key': deliveryId }) },
      body: {
        to: phone,
        from: sender,
        text,
        category: 'authentication',
        ...(deliveryId !== undefined && { metadata: { delivery: deliveryId } }),
      },
    }),
    read(answer) {
      const { status, isSuccess, json } = answer;
      if (isSuccess) return typeof json.id === 'string' ? acceptedAs(json.id) : unreadable(status);
      const { name, type } = errorOf(answer);
      if (name === REUSED) return TAKEN_BEFORE;
      const { bounces = {}, ...lists } = NAMES;
      const isKnown = [...Object.values(lists).flat(), ...Object.keys(bounces)].includes(String(name));
      return refusal(status, isKnown ? name : type, NAMES);
    },
    // One that lists nothing is enough, and reads no message.
    check: () => ({ path: '/v1/sms/messages?limit=1', headers }),
  };
}

const errorOf = ({ json }: HttpAnswer): Json => (isJsonObject(json.error) ? json.error : {});
