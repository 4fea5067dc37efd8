import { type Dispatcher, request } from 'undici';
import type { MailProvider, OutgoingMail, ProviderAnswer } from '../../application/ports/mail-provider.js';
import { readAnswer } from './read-answer.js';
import { readBody } from './read-body.js';
import { retryAfterSeconds } from './retry-after.js';
import { transportFault } from './transport-fault.js';

export interface MailjetOptions {
  /** `mailjet`, or `sandbox` where the sandbox stands in for it: names the provider in records and metrics. */
  readonly name: string;
  /** Such as `https://api.mailjet.com`: `/v3.1/send` is appended. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly from: { readonly email: string; readonly name: string };
  readonly dispatcher: Dispatcher;
  /** Longest time from the first byte out to the last byte in, in seconds: 10 unless told. */
  readonly sendTimeoutSeconds?: number;
  /** Told of every answer, for metrics. */
  readonly onAnswer?: (answer: AnswerSeen) => void;
  /** A signal that aborts after so many milliseconds. */
  readonly timeoutSignal?: (ms: number) => AbortSignal;
  readonly now?: () => Date;
}

export interface AnswerSeen {
  readonly provider: string;
  /** `accepted`, `refused`, or what broke the exchange, such as `connect-timeout`. */
  readonly outcome: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly seconds: number;
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
    this.sendTimeoutSeconds = options.sendTimeoutSeconds ?? 10;
    this.#options = options;
    this.#url = new URL(`${options.baseUrl.replace(/\/+$/, '')}/v3.1/send`);
    this.#authorization = `Basic ${Buffer.from(`${options.apiKey}:${options.apiSecret}`).toString('base64')}`;
  }

  async send(mail: OutgoingMail): Promise<ProviderAnswer> {
    const startedAt = performance.now();
    const answer = await this.#exchange(this.#bodyOf(mail));
    const seconds = (performance.now() - startedAt) / 1000;
    this.#options.onAnswer?.({ provider: this.name, ...outcomeOf(answer), seconds });
    return answer;
  }

  async #exchange(body: string): Promise<ProviderAnswer> {
    const signal = (this.#options.timeoutSignal ?? AbortSignal.timeout)(this.sendTimeoutSeconds * 1000);
    try {
      // `request` follows no redirects: a mail goes nowhere but where the settings say.
      const response = await request(this.#url, {
        method: 'POST',
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        body,
        dispatcher: this.#options.dispatcher,
        signal,
      });
      const text = await readBody(response.body);
      const answer = readAnswer(response.statusCode, text);
      if (answer.kind === 'accepted') return answer;
      const seconds = retryAfterSeconds(response.headers, (this.#options.now ?? (() => new Date()))());
      return seconds === undefined ? answer : { ...answer, retryAfterSeconds: seconds };
    } catch (error) {
      return { kind: 'refused', retryable: true, reason: transportFault(error) };
    }
  }

  #bodyOf(mail: OutgoingMail): string {
    const { email, name } = mail.recipient;
    return JSON.stringify({
      Messages: [
        {
          From: { Email: this.#options.from.email, Name: this.#options.from.name },
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

function outcomeOf(answer: ProviderAnswer): Pick<AnswerSeen, 'outcome' | 'status'> {
  if (answer.kind === 'accepted') return { outcome: 'accepted', status: 200 };
  return answer.status === undefined
    ? { outcome: answer.reason, status: 0 }
    : { outcome: 'refused', status: answer.status };
}
