import type { SmsProviderSettings } from '@gatehouse/platform/config';
import type { OutgoingText } from '../../application/ports/providers.js';
import { basic, type HttpContract } from '../undici/http-provider.js';
import { acceptedAs, type CodeRules, refusal, unreadable } from '../undici/read-refusal.js';

/** The number at the end of `type`, such as `https://developer.vonage.com/api-errors/messages#1050`. */
const CODES: CodeRules = {
  // 1040: no such prefix. 1090: too long.
  final: [1010, 1020, 1040, 1090],
  // 1050: the number is barred. 1170: no number. 1240: it has opted out.
  bounces: { 1050: 'rejected', 1170: 'mailbox-unavailable', 1240: 'rejected' },
  temporary: [1000, 1030, 1100],
  // 1060, 1080, 1140: account. 1070: credit. 1120: sender. 1160: only listed destinations.
  operator: [1060, 1070, 1080, 1120, 1140, 1160],
};

/**
 * Vonage's Messages API, v1, channel SMS. The delivery's id goes as `client_ref`, which its status webhooks return; there
 * is no idempotency key. Numbers have no plus sign.
 * @see https://developer.vonage.com/en/api/messages and https://developer.vonage.com/en/api-errors/messages (read
 * 2026-11-29)
 */
export function vonage({
  apiKey,
  apiSecret,
  sender,
}: SmsProviderSettings['vonage'] & { readonly sender: string }): HttpContract<OutgoingText> {
  const headers = { authorization: basic(apiKey, apiSecret), accept: 'application/json' };
  return {
    request: ({ phone, text, deliveryId }) => ({
      path: '/v1/messages',
      headers,
      body: {
        channel: 'sms',
        message_type: 'text',
        to: phone.replace(/^\+/, ''),
        from: sender.replace(/^\+/, ''),
        text,
        ...(deliveryId !== undefined && { client_ref: deliveryId }),
      },
    }),
    read({ status, isSuccess, json }) {
      if (isSuccess) return typeof json.message_uuid === 'string' ? acceptedAs(json.message_uuid) : unreadable(status);
      const number = /#(\d{3,5})$/.exec(String(json.type))?.[1];
      return refusal(status, number === undefined ? undefined : Number(number), CODES);
    },
    check: () => ({ path: `/accounts/${encodeURIComponent(apiKey)}/secrets`, headers }),
  };
}
