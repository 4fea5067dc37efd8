import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import type { RefusedCall } from '../undici/call-provider.js';
import type { HttpContract } from '../undici/http-provider.js';
import { acceptedAs, type CodeRules, ofRecipient, ofSender, refusal, unreadable } from '../undici/read-refusal.js';

/** `code` of the answer. */
const CODES: CodeRules = {
  final: ['invalid_parameter', 'missing_parameter', 'out_of_range', 'duplicate_parameter'],
  temporary: ['too_many_requests'],
  operator: ['unauthorized', 'permission_denied', 'not_enough_credits', 'account_under_validation', 'not_acceptable'],
};

/**
 * Brevo's transactional mails. The delivery's id is the idempotency key and X-Mailin-custom, which its webhooks return;
 * standard headers cannot be set.
 * @see https://developers.brevo.com/reference/send-transac-email and
 * https://developers.brevo.com/docs/how-it-works#error-codes (read 2026-11-29)
 */
export function brevo({ apiKey }: MailProviderSettings['brevo']): HttpContract<SentMail> {
  const headers = { 'api-key': apiKey, accept: 'application/json' };
  return {
    isIdempotent: true,
    request: ({ recipient: { email, name }, ...mail }) => ({
      path: '/v3/smtp/email',
      headers,
      body: {
        sender: mail.from,
        to: [name ? { email, name } : { email }],
        ...(mail.replyTo !== undefined && { replyTo: { email: mail.replyTo } }),
        subject: mail.subject,
        textContent: mail.text,
        htmlContent: mail.html,
        headers: { 'Idempotency-Key': mail.deliveryId, 'X-Mailin-custom': mail.deliveryId },
      },
    }),
    read({ status, isSuccess, headers: given, json }) {
      if (isSuccess) {
        const { messageId } = json;
        return typeof messageId === 'string' ? acceptedAs(messageId, /^<[\w.@+-]{1,200}>$/) : unreadable(status);
      }
      const refused = refusal(status, json.code, CODES);
      if (json.code === 'invalid_parameter') return ofField(refused, String(json.message));
      const reset = Number(given['x-sib-ratelimit-reset']);
      const isLater = status === 429 && reset >= 0 && reset <= 86_400;
      return isLater ? { ...refused, retryAfterSeconds: reset } : refused;
    },
    check: () => ({ path: '/v3/account', headers }),
  };
}

/** The same code says that a recipient and that our sender is wrong; the sentence tells them apart. */
function ofField(refused: RefusedCall, said: string): RefusedCall {
  // A refused sender keeps every mail back: an address in the sentence is a stranger's, and may have that word in it.
  const words = said.split(/\s+/).filter((word) => !word.includes('@'));
  if (/\bsender\b/i.test(words.join(' '))) return ofSender(refused);
  return /\b(in to|recipient)\b/i.test(said) ? ofRecipient(refused, 'rejected') : refused;
}
