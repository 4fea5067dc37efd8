import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import { isJsonObject, refusedCall } from '../undici/call-provider.js';
import type { HttpAnswer, HttpContract } from '../undici/http-provider.js';
import { acceptedAs, ofRecipient, ofSender, unreadable } from '../undici/read-refusal.js';

/**
 * SendGrid's Mail Send, v3. The delivery's id goes as a custom argument, which its events return; there is no idempotency
 * key. An accepted mail is answered 202 without a body, its id in X-Message-Id. Errors have no codes: they name the field.
 * A mail may have 30 MB.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send,
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/responses and
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits (read 2026-11-29)
 */
export function sendgrid({ apiKey }: MailProviderSettings['sendgrid']): HttpContract<SentMail> {
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };
  return {
    request: ({ recipient: { email, name }, ...mail }) => ({
      path: '/v3/mail/send',
      headers,
      body: {
        personalizations: [{ to: [name ? { email, name } : { email }], custom_args: { delivery: mail.deliveryId } }],
        from: mail.from,
        ...(mail.replyTo !== undefined && { reply_to: { email: mail.replyTo } }),
        subject: mail.subject,
        content: [
          { type: 'text/plain', value: mail.text },
          { type: 'text/html', value: mail.html },
        ],
        headers: { 'Auto-Submitted': 'auto-generated' },
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
        },
      },
    }),
    read(answer) {
      const { status, isSuccess, headers: given } = answer;
      // 200 is its sandbox mode, which sends nothing.
      if (isSuccess) return status === 202 ? acceptedAs(given['x-message-id'], /^[\w.-]{1,128}$/) : unreadable(status);
      const refused = refusedCall(status, status);
      if (names(answer, /^from\b/)) return ofSender(refused);
      if (names(answer, /^personalizations\.\d+\.to\b/)) return ofRecipient(refused, 'rejected');
      const seconds = status === 429 ? secondsUntilReset(answer) : undefined;
      return seconds === undefined ? refused : { ...refused, retryAfterSeconds: seconds };
    },
    check: () => ({ path: '/v3/scopes', headers }),
  };
}

/** Whether it is the mail's field that is refused. */
const names = ({ status, json: { errors } }: HttpAnswer, field: RegExp): boolean =>
  (status === 400 || status === 403) &&
  Array.isArray(errors) &&
  errors.some((error) => isJsonObject(error) && field.test(String(error.field)));

/** X-RateLimit-Reset is in seconds since 1970. It is measured against the answer's own Date. */
function secondsUntilReset({ headers }: HttpAnswer): number | undefined {
  const reset = Number(headers['x-ratelimit-reset']);
  const now = Date.parse(String(headers['date'])) / 1_000;
  const seconds = Math.ceil(reset - now);
  return seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}
