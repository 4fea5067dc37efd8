import type { MailProvider, OutgoingMail, ProviderAnswer } from '../../application/ports/providers.js';
import {
  type CallOptions,
  callProvider,
  isJsonObject,
  type Json,
  parseJsonObject,
  type RefusedCall,
  refusedCall,
  SEND_TIMEOUT_SECONDS,
} from '../undici/call-provider.js';
import { ofRecipient, ofSender, unreadable } from '../undici/read-refusal.js';

/** The sender is not authorised for the account. */
const SENDER_REFUSED = 'send-0008';
const ADDRESS_INVALID = 'mj-0013';

export interface MailjetOptions extends CallOptions {
  /** Such as `https://api.mailjet.com`: `/v3.1/send` is appended. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly from: { readonly email: string; readonly name: string };
}

/**
 * Hands mails over by Mailjet's Send API v3.1. The delivery's id goes as CustomID, which its events return; there is no
 * idempotency key. A call is answered 200 or 400 with a verdict for each of its messages. A mail may have 15 MB.
 * @see https://dev.mailjet.com/email/guides/send-api-v31/ and
 * https://dev.mailjet.com/email/reference/send-emails/ (read 2026-11-29)
 */
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
          // A code is between the person and the application: no one is to count who opened it.
          TrackOpens: 'disabled',
          TrackClicks: 'disabled',
          // RFC 3834: keeps vacation notices and other robots from answering.
          Headers: { 'Auto-Submitted': 'auto-generated' },
        },
      ],
    });
  }
}

/**
 * What a status and a body of Send API v3.1 mean for the one message that was sent. Mailjet reports faults of single
 * messages within `Messages`, also under status 200, and faults of the whole call at the top.
 */
export function readAnswer(status: number, body: string): ProviderAnswer {
  const answer = parseJsonObject(body);
  const message = first(answer?.Messages);
  if (message?.Status === 'error') return readMessageError(status, first(message.Errors));
  if (status < 200 || status > 299) return refused(status, status, answer?.ErrorCode);
  if (message?.Status !== 'success') return unreadable(status);
  return { kind: 'accepted', providerMessageId: idOf(first(message.To)) };
}

function readMessageError(status: number, error: Json | undefined): ProviderAnswer {
  const own = error?.StatusCode;
  const answer = refused(status, typeof own === 'number' ? own : status, error?.ErrorCode);
  const fields: unknown = error?.ErrorRelatedTo;
  const isOfRecipient =
    error?.ErrorCode === ADDRESS_INVALID && Array.isArray(fields) && /^To\b/.test(String(fields[0]));
  return isOfRecipient ? ofRecipient(answer, 'rejected') : answer;
}

function refused(status: number, meaning: number, errorCode: unknown): RefusedCall {
  const isCode = typeof errorCode === 'string' && /^[a-z]{2,8}-\d{1,6}$/.test(errorCode);
  const answer = refusedCall(status, meaning, isCode ? errorCode : undefined);
  return errorCode === SENDER_REFUSED ? ofSender(answer) : answer;
}

/** The UUID: the numeric id is past what a JavaScript number holds exactly. */
const idOf = (recipient: Json | undefined): string | null => {
  const uuid = recipient?.MessageUUID;
  return typeof uuid === 'string' && /^[\w-]{1,64}$/.test(uuid) ? uuid : null;
};

const first = (list: unknown): Json | undefined => {
  const item: unknown = Array.isArray(list) ? list[0] : undefined;
  return isJsonObject(item) ? item : undefined;
};
