import { randomUUID } from 'node:crypto';
import type { MessageStore } from '../messages/message-store.js';
import type { MailAddress, MailjetMail } from './mailjet-mail.js';

export interface RecordingContext {
  readonly store: MessageStore;
  readonly now: () => Date;
  /** The authority for MessageHref. */
  readonly host: string;
  /** Mailjet's own SandboxMode: judged, not sent, no ids. */
  readonly dryRun: boolean;
}

let lastNumber = 0;

/** As long as Mailjet's: 19 digits, more than a JavaScript number holds exactly. */
const nextMessageId = (): string => {
  lastNumber += 1;
  return `1152921${String(lastNumber).padStart(12, '0')}`;
};

/** Keeps a validated mail, once per recipient, and returns its entry of the answer as JSON. */
export function recordMail(mail: MailjetMail, context: RecordingContext): string {
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
      headers: mail.Headers ?? {},
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
