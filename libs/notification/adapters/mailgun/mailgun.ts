import type { MailProviderSettings } from '@gatehouse/platform/config';
import type { SentMail } from '../../application/ports/providers.js';
import { refusedCall } from '../undici/call-provider.js';
import { basic, type HttpContract } from '../undici/http-provider.js';
import { mailbox } from '../undici/mailbox.js';
import { acceptedAs, ofRecipient, ofSender, unreadable } from '../undici/read-refusal.js';

/**
 * Mailgun's Messages, of the US or the EU region: a domain is in one of them. The delivery's id goes as a variable, which
 * its webhooks return; there is no idempotency key. Errors have no codes, only a sentence in `message`. A mail may have
 * 25 MB.
 * @see https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages/post-v3--domain-name--messages
 * and https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview (read 2026-11-29)
 */
export function mailgun({ apiKey, domain }: MailProviderSettings['mailgun']): HttpContract<SentMail> {
  const authorization = basic('api', apiKey);
  const name = encodeURIComponent(domain);
  return {
    async request(mail) {
      const form = new FormData();
      form.set('from', mailbox(mail.from));
      form.set('to', mailbox(mail.recipient));
      if (mail.replyTo !== undefined) form.set('h:Reply-To', mail.replyTo);
      form.set('subject', mail.subject);
      form.set('text', mail.text);
      form.set('html', mail.html);
      form.set('h:Auto-Submitted', 'auto-generated');
      form.set('v:delivery', mail.deliveryId);
      form.set('o:tracking', 'no');
      const encoded = new Response(form);
      const headers = { authorization, 'content-type': encoded.headers.get('content-type') ?? '' };
      return { path: `/v3/${name}/messages`, headers, body: await encoded.text() };
    },
    read({ status, isSuccess, json }) {
      if (isSuccess)
        return typeof json.id === 'string' ? acceptedAs(json.id, /^<[\w.@+-]{1,200}>$/) : unreadable(status);
      const refused = refusedCall(status, status);
      if (status === 400 && /^'?from\b/i.test(String(json.message))) return ofSender(refused);
      if (status === 400 && /^'?to\b/i.test(String(json.message))) return ofRecipient(refused, 'rejected');
      // 404: no such domain in this region.
      return status === 404 ? { ...refused, retryable: true, needsOperator: true } : refused;
    },
    // A sending key of the domain may not ask this, and is answered as a wrong one.
    check: () => ({ path: `/v4/domains/${name}`, headers: { authorization } }),
  };
}
