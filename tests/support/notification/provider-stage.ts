import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createSandbox, type FaultRule, type Message, type Sandbox } from '@gatehouse/sandbox';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { LOCALHOST_CERTIFICATE } from './localhost-certificate.js';

export type Refusal = Extract<FaultRule['behaviour'], { type: 'refusal' }>['why'];
export type Received = Pick<
  Message,
  'id' | 'provider' | 'from' | 'fromName' | 'to' | 'toName' | 'subject' | 'text' | 'html' | 'customId'
> & {
  readonly replyTo: string | null;
};

/** Where a provider's adapter is tried: somebody who speaks its contract, on loopback. */
export interface ProviderStage {
  /** Its base URL. */
  readonly url: string;
  /** What it has taken, oldest first. */
  received(): readonly Received[];
  /** The next message is refused for that reason, in the provider's own way. */
  refuses(why: Refusal): void;
  clear(): void;
  close(): Promise<void>;
}

/** The sandbox, which speaks every contract over HTTP. */
export class SandboxStage implements ProviderStage {
  private constructor(
    readonly sandbox: Sandbox,
    readonly url: string,
  ) {}

  static async open(): Promise<SandboxStage> {
    const sandbox = createSandbox();
    return new SandboxStage(sandbox, await sandbox.listen(0));
  }

  received(): readonly Received[] {
    const messages = this.sandbox.store.list({ limit: 100 }).toReversed();
    return messages.map((message) => ({ ...message, replyTo: message.headers['Reply-To'] ?? null }));
  }

  /** What the provider does to the next call. */
  behaves(behaviour: FaultRule['behaviour']): void {
    this.sandbox.faults.replace([{ times: 1, behaviour }]);
  }

  refuses(why: Refusal): void {
    this.behaves({ type: 'refusal', why });
  }

  clear(): void {
    this.sandbox.store.clear();
    this.sandbox.faults.clear();
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

/** How an SMTP server refuses, and to which command. */
const SMTP_REFUSALS: Readonly<Record<Refusal, { readonly to: string; readonly code: number; readonly text: string }>> =
  {
    key: { to: 'AUTH', code: 535, text: '5.7.8 Authentication credentials invalid' },
    sender: { to: 'MAIL', code: 550, text: '5.7.1 Sender address rejected' },
    recipient: { to: 'RCPT', code: 550, text: '5.1.1 No such user here' },
    rate: { to: 'RCPT', code: 451, text: '4.7.1 Try again later' },
    quota: { to: 'MAIL', code: 550, text: '5.7.0 Account over quota' },
    outage: { to: 'DATA', code: 421, text: '4.3.2 Service not available' },
  };

/** An SMTP server that asks for a login, with STARTTLS or, where `secure`, TLS from the start. */
export class SmtpStage implements ProviderStage {
  readonly #mails: Received[] = [];
  #refusal: Refusal | null = null;
  #port = 0;
  readonly #server: SMTPServer;

  private constructor(private readonly options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      ...LOCALHOST_CERTIFICATE,
      // A connection that a test left half open does not hold up its end.
      closeTimeout: 100,
      onAuth: ({ username = '' }, _session, done) => done(this.#faultAt('AUTH'), { user: username }),
      onMailFrom: (_address, _session, done) => done(this.#faultAt('MAIL')),
      onRcptTo: (_address, _session, done) => done(this.#faultAt('RCPT')),
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const fault = this.#faultAt('DATA');
          if (fault) return done(fault);
          this.#take(Buffer.concat(chunks)).then(() => done(null, 'queued'), done);
        });
      },
      ...options,
    });
    // A client that leaves, as one does whom the certificate does not convince, is no fault of the server.
    this.#server.on('error', () => undefined);
  }

  static async open(options: SMTPServerOptions = {}): Promise<SmtpStage> {
    const stage = new SmtpStage(options);
    const listening = stage.#server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    stage.#port = (listening.address() as AddressInfo).port;
    return stage;
  }

  get url(): string {
    return `${this.options.secure ? 'smtps' : 'smtp'}://user:secret@127.0.0.1:${this.#port}`;
  }

  received(): readonly Received[] {
    return this.#mails;
  }

  refuses(why: Refusal): void {
    this.#refusal = why;
  }

  clear(): void {
    this.#mails.length = 0;
    this.#refusal = null;
  }

  async close(): Promise<void> {
    await new Promise<void>((closed) => this.#server.close(() => closed()));
  }

  #faultAt(command: string): Error | null {
    const refusal = this.#refusal && SMTP_REFUSALS[this.#refusal];
    if (!refusal || refusal.to !== command) return null;
    return Object.assign(new Error(refusal.text), { responseCode: refusal.code });
  }

  async #take(raw: Buffer): Promise<void> {
    const { from, to, replyTo, subject = null, text = null, html = null, messageId = '' } = await PostalMime.parse(raw);
    const [recipient, answers] = [to?.[0], replyTo?.[0]];
    this.#mails.push({
      id: messageId,
      provider: 'smtp',
      from: from?.address ?? '',
      fromName: from?.name || null,
      to: recipient?.address ?? '',
      toName: recipient?.name || null,
      subject,
      text,
      html,
      customId: /^<([^@]+)@/.exec(messageId)?.[1] ?? null,
      replyTo: answers?.address ?? null,
    });
  }
}
