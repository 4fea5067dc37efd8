import type { ProviderAnswer } from '../../application/ports/provider-answer.js';
import type { OutgoingText, TextProvider } from '../../application/ports/text-provider.js';
import { type CallOptions, callProvider, SEND_TIMEOUT_SECONDS } from '../undici/call-provider.js';
import { readAnswer } from './read-answer.js';

export interface TwilioOptions extends CallOptions {
  /** Such as `https://api.twilio.com`: `/2010-04-01/Accounts/…` is appended. */
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** A number in E.164, a short code, an alphanumeric sender, or the SID (`MG…`) of a messaging service. */
  readonly sender: string;
}

/** Hands text messages over by Twilio's Messages resource (API 2010-04-01). */
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

  send({ phone, text }: OutgoingText): Promise<ProviderAnswer> {
    const { sender } = this.#options;
    const from = sender.startsWith('MG') ? 'MessagingServiceSid' : 'From';
    const body = new URLSearchParams({ To: phone, [from]: sender, Body: text }).toString();
    return callProvider({ url: this.#url, headers: this.#headers, body, read: readAnswer }, this.#options);
  }
}
