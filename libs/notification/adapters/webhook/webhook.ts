import type { MailProviderSettings, SmsProviderSettings } from '@gatehouse/platform/config';
import { Webhook } from 'standardwebhooks';
import type { OutgoingText, SentMail } from '../../application/ports/providers.js';
import { BOUNCE_REASONS } from '../../contract/events.js';
import { refusedCall } from '../undici/call-provider.js';
import type { HttpAnswer, HttpContract } from '../undici/http-provider.js';
import { acceptedAs, ofRecipient } from '../undici/read-refusal.js';

interface WebhookOptions {
  readonly secret: string;
  readonly now?: () => Date;
}

type MailWebhook = Pick<MailProviderSettings['webhook'], 'secret'> & WebhookOptions;
type TextWebhook = Pick<SmsProviderSettings['webhook'], 'secret'> & WebhookOptions & { readonly sender: string };

/**
 * A sender of one's own. Each mail is a POST signed by Standard Webhooks 1.0, `webhook-id` the delivery's id: a sender
 * that has seen it does not send again. Any 2xx accepts the mail, and `{"id"}` in it names it; 4xx refuses it for good,
 * but for 401, 402, 403, 404, 408, 410, 425 and 429. `{"reason"}` in it says that the recipient is why.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (read 2026-11-29)
 */
export const mailWebhook = (options: MailWebhook): HttpContract<SentMail> => ({
  isIdempotent: true,
  request: ({ about, deliveryId, from, recipient, replyTo = null, subject, text, html }) =>
    signed(options, deliveryId, 'mail.send', {
      ...subjectOf(about),
      recipient,
      from,
      replyTo,
      subject,
      text,
      html,
    }),
  read,
});

/** The same for text messages. */
export const textWebhook = (options: TextWebhook): HttpContract<OutgoingText> => ({
  isIdempotent: true,
  request: ({ about, deliveryId = '', phone, text }) =>
    signed(options, deliveryId, 'sms.send', {
      ...subjectOf(about),
      recipient: { phone },
      from: options.sender,
      text,
    }),
  read,
});

function signed({ secret, now = () => new Date() }: WebhookOptions, id: string, type: string, data: object) {
  const at = now();
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { deliveryId: id, ...data } });
  return {
    path: '',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  };
}

const subjectOf = (about: SentMail['about']) => ({
  application: about?.application ?? null,
  purpose: about?.template ?? null,
  locale: about?.locale ?? null,
  code: about?.code ?? null,
});

function read({ status, isSuccess, json }: HttpAnswer) {
  if (isSuccess) return acceptedAs(json.id, /^[\w.@<>+:-]{1,200}$/);
  const refused = refusedCall(status, status);
  const bounce = BOUNCE_REASONS.find((reason) => reason === json.reason);
  if (bounce !== undefined && !refused.retryable && status !== 404 && status !== 410)
    return ofRecipient(refused, bounce);
  return status === 404 || status === 410 ? { ...refused, retryable: true, needsOperator: true as const } : refused;
}
