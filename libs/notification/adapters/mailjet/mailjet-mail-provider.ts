import type { MailProvider, OutgoingMail } from '../../application/ports/mail-provider.js';
import type { ProviderAnswer } from '../../application/ports/provider-answer.js';
import { type CallOptions, callProvider, SEND_TIMEOUT_SECONDS } from '../undici/call-provider.js';
import { readAnswer } from './read-answer.js';

export interface MailjetOptions extends CallOptions {
  /** Such as `https://api.mailjet.com`: `/v3.1/send` is appended. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly from: { readonly email: string; readonly name: string };
}

/** Hands mails over by Mailjet's Send API v3.1. */
export class MailjetMailProvider implements MailProvider {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  readonly #options: MailjetOptions;
  readonly #url: URL;
  readonly #authorization: string;

  /** @throws TypeError when the base URL is none */
  constructor(options: MailjetOptions) {
    this.name = options.name;
    this.sendTimeoutSeconds = options.sendTimeoutSeconds ?? SEND_TIMEOUT_SECONDS;
    this.#options = options;
    this.#url = new URL(`${options.baseUrl.replace(/\/+$/, '')}/v3.1/send`);
    this.#authorization = `Basic ${Buffer.from(`${options.apiKey}:${options.apiSecret}`).toString('base64')}`;
  }

  send(mail: OutgoingMail): Promise<ProviderAnswer> {
    const headers = { authorization: this.#authorization, 'content-type': 'application/json' };
    return callProvider({ url: this.#url, headers, body: this.#bodyOf(mail), read: readAnswer }, this.#options);
  }

  #bodyOf(mail: OutgoingMail): string {
    const { email, name } = mail.recipient;
    const from = mail.from ?? this.#options.from;
    return JSON.stringify({
      Messages: [
        {
          From: { Email: from.email, Name: from.name },
          ...(mail.replyTo !== undefined && { ReplyTo: { Email: mail.replyTo } }),
          To: [name ? { Email: email, Name: name } : { Email: email }],
          Subject: mail.subject,
          TextPart: mail.text,
          HTMLPart: mail.html,
          CustomID: mail.deliveryId,
          // A code is between the person and the application: nobody is to count who opened it.
          TrackOpens: 'disabled',
          TrackClicks: 'disabled',
          // RFC 3834: keeps vacation notices and other robots from answering.
          Headers: { 'Auto-Submitted': 'auto-generated' },
        },
      ],
    });
  }
}
