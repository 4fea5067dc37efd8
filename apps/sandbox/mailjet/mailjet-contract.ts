import { randomUUID } from 'node:crypto';
import { admits, type BasicCredentials } from '../http/requests.js';
import type { MessageStore } from '../messages/message-store.js';
import type { Answer, ProviderCall, ProviderContract } from '../provider/provider-contract.js';
import { callError, type MailjetError, mailjetError, mailjetFailure, readMailjetCall } from './read-mailjet-call.js';
import { type MailAddress, type MailjetMail, validateMail } from './validate-mail.js';

interface RecordingContext {
  readonly store: MessageStore;
  readonly now: () => Date;
  /** The authority for MessageHref. */
  readonly host: string;
  /** Mailjet's own SandboxMode: judged, not sent, no ids. */
  readonly dryRun: boolean;
}

let lastNumber = 0;

/** 15 MB of attachments (the guide's limit) in Base64, and the rest of the message. */
const BODY_BYTES_AT_MOST = 21 * 1024 * 1024;

const UNAUTHORISED =
  'API key authentication/authorization failure. You may be unauthorized to access the API or your API key may be ' +
  'expired. Visit API keys management section to check your keys.';

interface MailjetOptions {
  readonly store: MessageStore;
  readonly credentials: BasicCredentials | undefined;
  readonly now: () => Date;
}

/**
 * Mailjet's Send API v3.1, `POST /v3.1/send`: each message is judged on its own and answered in its place; the good ones
 * are taken even when others are not, and the status is then 400. Attachments and templates are accepted and dropped.
 * @see https://dev.mailjet.com/email/guides/send-api-v31/
 */
export function mailjetContract({ store, credentials, now }: MailjetOptions): ProviderContract {
  return {
    channel: 'mail',
    name: 'mailjet',
    path: /^\/v3\.1\/send$/,
    accountPath: /^\/v3\/REST\/sender$/,
    account: { status: 200, body: JSON.stringify({ Count: 0, Data: [], Total: 0 }) },
    refusals: {
      key: callError(mailjetError('mj-0015', UNAUTHORISED, undefined, 401)),
      sender: callError(mailjetError('send-0008', 'The sender is not authorized.', ['From'], 403)),
      recipient: messageError(mailjetError('mj-0013', 'The address is an invalid email address.', ['To[0].Email'])),
      rate: { ...mailjetFailure(429), headers: { 'retry-after': '5' } },
      quota: callError(mailjetError('mj-0015', 'The account is blocked.', undefined, 403)),
      outage: mailjetFailure(503),
    },
    bodyLimit: BODY_BYTES_AT_MOST,
    refuseCaller: (authorization) =>
      admits(authorization, credentials) ? null : callError(mailjetError('mj-0015', UNAUTHORISED, undefined, 401)),
    tooLarge: () => callError(mailjetError('mj-0011', 'The payload size is over the limit.')),
    failure: mailjetFailure,
    read(body, { host }): ProviderCall {
      const call = readMailjetCall(body);
      if (!call.ok) {
        return {
          recipients: [],
          messages: 1,
          take: () => ({ answer: callError(call.error), accepted: 0, refused: 1 }),
        };
      }
      return {
        recipients: call.mails.flatMap(recipientsOf),
        messages: call.mails.length,
        take() {
          let refused = 0;
          const results = call.mails.map((mail) => {
            const errors = validateMail(mail);
            if (errors.length === 0)
              return recordMail(mail as MailjetMail, { store, now, host, dryRun: call.sandboxMode });
            refused += 1;
            return JSON.stringify({ Status: 'error', Errors: errors });
          });
          const answer = { status: refused > 0 ? 400 : 200, body: `{"Messages":[${results.join(',')}]}` };
          return { answer, accepted: call.mails.length - refused, refused };
        },
      };
    },
  };
}

/** As long as Mailjet's: 19 digits, more than a JavaScript number holds exactly. */
const nextMessageId = (): string => {
  lastNumber += 1;
  return `1152921${String(lastNumber).padStart(12, '0')}`;
};

/** Keeps a validated mail, once per recipient, and returns its entry of the answer as JSON. */
function recordMail(mail: MailjetMail, context: RecordingContext): string {
  const seen = new Set<string>();
  const receivedAt = context.now().toISOString();
  const deliver = (recipient: MailAddress): string[] => {
    const key = recipient.Email.toLowerCase();
    // A recipient named twice is counted once, be it under To, Cc or Bcc.
    if (seen.has(key)) return [];
    seen.add(key);
    if (context.dryRun) return [receipt(recipient.Email, '', '0', `http://${context.host}/api/messages/`)];
    const id = randomUUID();
    context.store.add({
      id,
      channel: 'mail',
      provider: 'mailjet',
      from: mail.From.Email,
      fromName: mail.From.Name ?? null,
      to: recipient.Email,
      toName: recipient.Name ?? null,
      subject: mail.Subject ?? null,
      text: mail.TextPart ?? null,
      html: mail.HTMLPart ?? null,
      customId: mail.CustomID ?? null,
      headers: { ...mail.Headers, ...(mail.ReplyTo && { 'Reply-To': mail.ReplyTo.Email }) },
      receivedAt,
    });
    return [receipt(recipient.Email, id, nextMessageId(), `http://${context.host}/api/messages/${id}`)];
  };
  const list = (recipients: readonly MailAddress[] | undefined): string => `[${(recipients ?? []).flatMap(deliver)}]`;
  const customId = JSON.stringify(mail.CustomID ?? '');
  return `{"Status":"success","CustomID":${customId},"To":${list(mail.To)},"Cc":${list(mail.Cc)},"Bcc":${list(mail.Bcc)}}`;
}

function receipt(email: string, uuid: string, messageId: string, href: string): string {
  return `{"Email":${JSON.stringify(email)},"MessageUUID":"${uuid}","MessageID":${messageId},"MessageHref":${JSON.stringify(href)}}`;
}

/** A call is taken, its message is not. */
const messageError = (error: MailjetError): Answer => ({
  status: 400,
  body: JSON.stringify({ Messages: [{ Status: 'error', Errors: [error] }] }),
});

/** Whom a message is for, as far as that is known before it was validated. */
function recipientsOf(mail: unknown): string[] {
  const lists = mail as Partial<Record<string, unknown>> | null;
  return ['To', 'Cc', 'Bcc'].flatMap((name) => {
    const list = lists?.[name];
    if (!Array.isArray(list)) return [];
    return list
      .map((address: { Email?: unknown } | null) => address?.Email)
      .filter((email) => typeof email === 'string');
  });
}
