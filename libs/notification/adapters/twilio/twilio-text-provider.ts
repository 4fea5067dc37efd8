import type { OutgoingText, ProviderAnswer, TextProvider } from '../../application/ports/providers.js';
import { type CallOptions, callProvider, parseJsonObject, SEND_TIMEOUT_SECONDS } from '../undici/call-provider.js';
import { acceptedAs, type CodeRules, refusal, unreadable } from '../undici/read-refusal.js';

/** The sender is not ours; or, where it is a short code, it is of another country than the recipient. */
const SENDER_REFUSED = [21606, 21659];

/**
 * Errors that come with 400: of the number, which is none, takes no text messages, or has answered STOP; and those that
 * say nothing about the message: a full queue, or a sender that is not ours, which somebody may correct before the deadline.
 * @see https://www.twilio.com/docs/api/errors (read 2026-11-30)
 */
const CODES = {
  bounces: {
    21211: 'mailbox-unavailable',
    21614: 'mailbox-unavailable',
    21635: 'mailbox-unavailable',
    21610: 'rejected',
  },
  temporary: [21611],
  operator: [21212, 21601, 21603, 21660, 21701, ...SENDER_REFUSED],
} satisfies CodeRules;

/** One number from abroad must not stop the others. */
const SHORT_CODE_CODES: CodeRules = {
  ...CODES,
  final: SENDER_REFUSED,
  operator: CODES.operator.filter((code) => !SENDER_REFUSED.includes(code)),
};

export interface TwilioOptions extends CallOptions {
  /** Such as `https://api.twilio.com`: `/2010-04-01/Accounts/…` is appended. */
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** A number in E.164, a short code, an alphanumeric sender, or the SID (`MG…`) of a messaging service. */
  readonly sender: string;
  /** Where Twilio reports what becomes of a message; absent: nowhere. */
  readonly callbackUrl?: string;
}

/**
 * Hands text messages over by Twilio's Messages resource (API 2010-04-01). It has no idempotency key, and no field for our
 * id: that stands in the address that Twilio reports to.
 * @see https://www.twilio.com/docs/messaging/api/message-resource (read 2026-11-29)
 */
export class TwilioTextProvider implements TextProvider {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  readonly #options: TwilioOptions;
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;

  /** @throws TypeError when the base URL is none */
  constructor(options: TwilioOptions) {
    this.name = options.name;
    this.sendTimeoutSeconds = options.sendTimeoutSeconds ?? SEND_TIMEOUT_SECONDS;
    this.#options = options;
    const { accountSid, authToken } = options;
    const path = `2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
    this.#url = new URL(`${options.baseUrl.replace(/\/+$/, '')}/${path}`);
    this.#headers = {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
  }

  send({ phone, text, deliveryId }: OutgoingText): Promise<ProviderAnswer> {
    const { sender, callbackUrl } = this.#options;
    const from = sender.startsWith('MG') ? 'MessagingServiceSid' : 'From';
    const form = new URLSearchParams({ To: phone, [from]: sender, Body: text });
    if (callbackUrl !== undefined && deliveryId !== undefined) {
      form.set('StatusCallback', `${callbackUrl}?delivery=${deliveryId}`);
    }
    const rules = /^\d{3,8}$/.test(sender) ? SHORT_CODE_CODES : CODES;
    const read = (status: number, answer: string) => readAnswer(status, answer, rules);
    return callProvider({ url: this.#url, headers: this.#headers, body: form.toString(), read }, this.#options);
  }
}

/** What a status and a body of Twilio's Messages resource mean for the message that was sent. */
export function readAnswer(status: number, body: string, rules: CodeRules = CODES): ProviderAnswer {
  const answer = parseJsonObject(body);
  if (status < 200 || status > 299) return refusal(status, answer?.code, rules);
  const sid = answer?.sid;
  return typeof sid === 'string' && /^(SM|MM)[0-9a-f]{32}$/i.test(sid) ? acceptedAs(sid) : unreadable(status);
}
