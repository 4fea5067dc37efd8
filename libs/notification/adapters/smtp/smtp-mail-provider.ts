import type { MailProviderSettings, MailSettings } from '@gatehouse/platform/config';
import type { MailProvider, OutgoingMail, ProviderAnswer } from '../../application/ports/providers.js';
import { type CallOptions, observedCall, SEND_TIMEOUT_SECONDS } from '../undici/call-provider.js';
import { readSmtpFault } from './read-smtp-fault.js';

const CONNECTIONS = 5;
const MAILS_PER_CONNECTION = 100;

export interface SmtpOptions extends Omit<CallOptions, 'dispatcher'> {
  /** Certificates of an authority of one's own, in PEM. */
  readonly ca?: string;
}

/**
 * Hands mails to an SMTP server (RFC 5321), for teams that have only that. Connections are kept and shared. `smtps://`
 * encrypts from the start, `smtp://` by STARTTLS, without which nothing is sent; `tls: 'off'` is for a relay on the same
 * private network. The delivery's id is in Message-ID, so that a mail that is sent twice can be recognised as one.
 * @see https://nodemailer.com/smtp and https://nodemailer.com/smtp/pooled (read 2026-11-29)
 */
export class SmtpMailProvider implements MailProvider {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  readonly #pool: ReturnType<typeof poolOptions>;
  #opened: ReturnType<typeof openPool> | undefined;

  /** @throws TypeError when the URL is none */
  constructor(
    { url, tls }: Pick<MailProviderSettings['smtp'], 'url' | 'tls'>,
    private readonly from: MailSettings['sender'],
    private readonly options: SmtpOptions,
  ) {
    this.name = options.name;
    this.sendTimeoutSeconds = options.sendTimeoutSeconds ?? SEND_TIMEOUT_SECONDS;
    this.#pool = poolOptions(new URL(url), tls !== 'off', this.sendTimeoutSeconds * 1_000, options.ca);
  }

  send(mail: OutgoingMail): Promise<ProviderAnswer> {
    return observedCall(this.options, () => this.#within(this.#send(mail)));
  }

  readonly check = (): Promise<ProviderAnswer> =>
    this.#within(
      this.#transport()
        .then((transport) => transport.verify())
        .then((): ProviderAnswer => ({ kind: 'accepted', providerMessageId: null })),
    );

  close(): void {
    void this.#opened?.then((transport) => transport.close());
  }

  #transport(): ReturnType<typeof openPool> {
    this.#opened ??= openPool(this.#pool);
    return this.#opened;
  }

  async #send({ deliveryId, recipient, replyTo, subject, text, html, ...mail }: OutgoingMail): Promise<ProviderAnswer> {
    const from = mail.from ?? this.from;
    const messageId = `<${deliveryId}@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`;
    const transport = await this.#transport();
    await transport.sendMail({
      messageId,
      from: { name: from.name, address: from.email },
      to: { name: recipient.name ?? '', address: recipient.email },
      ...(replyTo !== undefined && { replyTo }),
      subject,
      text,
      html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { kind: 'accepted', providerMessageId: messageId };
  }

  /** The pool's own waits begin when a connection is free; a message's time begins here. */
  async #within(sending: Promise<ProviderAnswer>): Promise<ProviderAnswer> {
    const signal = (this.options.timeoutSignal ?? AbortSignal.timeout)(this.sendTimeoutSeconds * 1_000);
    const tooLate = new Promise<ProviderAnswer>((resolve) => {
      const refuse = () => resolve({ kind: 'refused', retryable: true, reason: 'timeout', mayBeTaken: true });
      if (signal.aborted) refuse();
      else signal.addEventListener('abort', refuse, { once: true });
    });
    return Promise.race([sending.catch(readSmtpFault), tooLate]);
  }
}

/** Only those who send over SMTP load what it takes. */
const openPool = async (options: ReturnType<typeof poolOptions>) =>
  (await import('nodemailer')).createTransport(options);

function poolOptions(
  { protocol, hostname, port, username, password }: URL,
  needsTls: boolean,
  patienceMs: number,
  ca?: string,
) {
  const secure = protocol === 'smtps:';
  return {
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: needsTls,
    ignoreTLS: !needsTls,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...(ca !== undefined && { tls: { ca } }),
    // A template is text: nothing in it is read from files or other servers.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
}
