import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import { refusedCall } from '../undici/call-provider.js';
import type { HttpContract } from '../undici/http-provider.js';
import { mailbox } from '../undici/mailbox.js';
import {
  acceptedAs,
  type CodeRules,
  ofRecipient,
  ofSender,
  refusal,
  TAKEN_BEFORE,
  unreadable,
} from '../undici/read-refusal.js';

/** `name` of the answer. */
const NAMES: CodeRules = {
  final: ['invalid_parameter', 'missing_required_field'],
  temporary: ['concurrent_idempotent_requests', 'rate_limit_exceeded', 'application_error', 'internal_server_error'],
  operator: [
    'daily_quota_exceeded',
    'invalid_api_key',
    'missing_api_key',
    'monthly_quota_exceeded',
    'restricted_api_key',
  ],
  sender: ['invalid_from_address'],
};

/** It has sent a mail under this key within 24 hours, which said something else: a template has changed in between. */
const REPEATED = 'invalid_idempotent_request';

/**
 * Resend's Send Email. The delivery's id is the idempotency key, valid for 24 hours, and a tag, which its webhooks
 * return. A mail may have 40 MB.
 * @see https://resend.com/docs/api-reference/emails/send-email, https://resend.com/docs/api-reference/errors and
 * https://resend.com/docs/dashboard/emails/idempotency-keys (read 2026-11-29)
 */
export function resend({ apiKey }: MailProviderSettings['resend']): HttpContract<SentMail> {
  const authorization = `Bearer ${apiKey}`;
  return {
    isIdempotent: true,
    request: (mail) => ({
      path: '/emails',
      headers: { authorization, 'idempotency-key': mail.deliveryId },
      body: {
        from: mailbox(mail.from),
        to: [mailbox(mail.recipient)],
        ...(mail.replyTo !== undefined && { reply_to: mail.replyTo }),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
        tags: [{ name: 'delivery', value: mail.deliveryId }],
      },
    }),
    read({ status, isSuccess, json }) {
      if (json.name === REPEATED) return TAKEN_BEFORE;
      // Of a domain that is not verified.
      if (status === 403 && json.name === 'validation_error') return ofSender(refusedCall(status, status));
      if (!isSuccess) {
        const refused = refusal(status, json.name, NAMES);
        // The sentence says which field is invalid.
        return status === 422 && /`to`/.test(String(json.message)) ? ofRecipient(refused, 'rejected') : refused;
      }
      return typeof json.id === 'string' ? acceptedAs(json.id) : unreadable(status);
    },
    check: () => ({ path: '/domains', headers: { authorization } }),
    readCheck({ status, isSuccess, json }) {
      // A key that may only send is right, and may not ask.
      const isRight = isSuccess || json.name === 'restricted_api_key';
      if (isRight) return { kind: 'accepted', providerMessageId: null };
      // Beyond sending, an unknown key is answered 400.
      return json.name === 'validation_error' ? refusedCall(status, 401) : refusal(status, json.name, NAMES);
    },
  };
}
