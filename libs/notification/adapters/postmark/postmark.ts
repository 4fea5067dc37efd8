import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import type { HttpContract } from '../undici/http-provider.js';
import { mailbox } from '../undici/mailbox.js';
import { acceptedAs, type CodeRules, ofRecipient, refusal, unreadable } from '../undici/read-refusal.js';

/** `ErrorCode` of the answer; most come with status 422. */
const CODES: CodeRules = {
  // 300: a field is invalid. 402, 403: not JSON.
  final: [300, 402, 403],
  // Inactive: it has bounced or complained, or somebody has deactivated it. Which, it does not say.
  bounces: { 406: 'rejected' },
  // 100: maintenance. 429: rate limit.
  temporary: [100, 429],
  // 10: token. 405: credit. 412, 413: account. 1226, 1235: the message stream.
  operator: [10, 405, 412, 413, 1226, 1235],
  // Not a sender signature, or not a confirmed one.
  sender: [400, 401],
};

/**
 * Postmark's Email API. The delivery's id goes as metadata, which Postmark's webhooks return; there is no idempotency
 * key. TextBody and HtmlBody may have 5 MB each, the whole message 10 MB.
 * @see https://postmarkapp.com/developer/api/email-api and
 * https://postmarkapp.com/developer/api/overview#error-codes (read 2026-11-29)
 */
export function postmark({ token, stream }: MailProviderSettings['postmark']): HttpContract<SentMail> {
  const headers = { accept: 'application/json', 'x-postmark-server-token': token };
  return {
    request: (mail) => ({
      path: '/email',
      headers,
      body: {
        From: mailbox(mail.from),
        To: mailbox(mail.recipient),
        ...(mail.replyTo !== undefined && { ReplyTo: mail.replyTo }),
        Subject: mail.subject,
        TextBody: mail.text,
        HtmlBody: mail.html,
        MessageStream: stream,
        Metadata: { delivery: mail.deliveryId },
        TrackOpens: false,
        TrackLinks: 'None',
        Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
      },
    }),
    read({ status, isSuccess, json }) {
      const { ErrorCode: code } = json;
      // A success may carry an error, too.
      if (!isSuccess || (typeof code === 'number' && code > 0)) {
        const refused = refusal(status, code, CODES, isSuccess ? 422 : status);
        // The sentence says which field is invalid.
        return code === 300 && /'To'/.test(String(json.Message)) ? ofRecipient(refused, 'rejected') : refused;
      }
      return code === 0 ? acceptedAs(json.MessageID) : unreadable(status);
    },
    check: () => ({ path: '/server', headers }),
  };
}
