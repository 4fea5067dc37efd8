import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import type { RefusedCall } from '../undici/call-provider.js';
import type { HttpContract } from '../undici/http-provider.js';
import {
  acceptedAs,
  type CodeRules,
  ofRecipient,
  ofSender,
  refusal,
  TAKEN_BEFORE,
  unreadable,
} from '../undici/read-refusal.js';

/** `code` of the answer. */
const CODES: CodeRules = {
  final: ['invalid_parameter', 'missing_parameter', 'out_of_range'],
  temporary: ['too_many_requests'],
  operator: ['unauthorized', 'permission_denied', 'not_enough_credits', 'account_under_validation', 'not_acceptable'],
};

/** It knows the idempotency key. We give it no other parameter twice. */
const REPEATED = 'duplicate_parameter';

/** In characters. */
const LONGEST_NAME = 70;

/**
 * Brevo's transactional mails. The delivery's id is X-Mailin-custom, which its webhooks return, and `idempotencyKey`, which
 * Brevo remembers for 30 minutes: it stands among the headers of the body, and a repetition is refused as a duplicate. (The
 * reference writes it as a header of another name, which has no effect: getbrevo/brevo-node issue 94.) Standard headers
 * cannot be set. Names may have 70 characters.
 * @see https://developers.brevo.com/reference/send-transac-email,
 * https://developers.brevo.com/docs/heterogenous-versions-batch-emails and
 * https://developers.brevo.com/docs/how-it-works#error-codes (read 2026-11-30)
 */
export function brevo({ apiKey }: MailProviderSettings['brevo']): HttpContract<SentMail> {
  const headers = { 'api-key': apiKey, accept: 'application/json' };
  return {
    isIdempotent: true,
    request: ({ recipient: { email, name }, ...mail }) => ({
      path: '/v3/smtp/email',
      headers,
      body: {
        sender: { email: mail.from.email, name: shortened(mail.from.name) },
        to: [name ? { email, name: shortened(name) } : { email }],
        ...(mail.replyTo !== undefined && { replyTo: { email: mail.replyTo } }),
        subject: mail.subject,
        textContent: mail.text,
        htmlContent: mail.html,
        headers: { idempotencyKey: mail.deliveryId, 'X-Mailin-custom': mail.deliveryId },
      },
    }),
    read({ status, isSuccess, headers: given, json }) {
      if (isSuccess) {
        const { messageId } = json;
        return typeof messageId === 'string' ? acceptedAs(messageId, /^<[\w.@+-]{1,200}>$/) : unreadable(status);
      }
      if (json.code === REPEATED) return TAKEN_BEFORE;
      const refused = refusal(status, json.code, CODES);
      if (json.code === 'invalid_parameter') return ofField(refused, String(json.message));
      const reset = Number(given['x-sib-ratelimit-reset']);
      const isLater = status === 429 && reset >= 0 && reset <= 86_400;
      return isLater ? { ...refused, retryAfterSeconds: reset } : refused;
    },
    check: () => ({ path: '/v3/account', headers }),
  };
}

const shortened = (name: string): string => [...name].slice(0, LONGEST_NAME).join('');

/** The same code says that a recipient and that our sender is wrong; the sentence tells them apart. */
function ofField(refused: RefusedCall, said: string): RefusedCall {
  // A refused sender keeps every mail back: an address in the sentence is a stranger's, and may have that word in it.
  const words = said.split(/\s+/).filter((word) => !word.includes('@'));
  if (/\bsender\b/i.test(words.join(' '))) return ofSender(refused);
  return /\b(in to|recipient)\b/i.test(said) ? ofRecipient(refused, 'rejected') : refused;
}
