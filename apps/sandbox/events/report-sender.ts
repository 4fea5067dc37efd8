import type { Pause } from '../faults/perform-fault.js';
import type { Message, MessageStore } from '../messages/message-store.js';
import type { Reported } from './provider-report.js';
import { REPORT_MAKERS } from './report-makers.js';

/** Who gets reports, and how they are signed. */
export interface ReportSettings {
  /** Where the service is, without a slash at the end. */
  readonly url: string;
  /** By the name of the provider that reports. */
  readonly providers: Readonly<Record<string, ReportingProvider>>;
  /** Whether mails to any address are reported as delivered; otherwise only those to the addresses that ask for it. */
  readonly delivered?: boolean;
}

interface ReportingProvider {
  /** What the service signs or checks with. */
  readonly secret: string;
  /** As the service calls it, if that is not its own name. */
  readonly name?: string;
  /** The address that it was told to post to, if that is not the one where the service is. */
  readonly callbackUrl?: string;
}

/** What is reported of a mail to such an address: `bounce@example.com`, `bounce-2@example.com`. */
const BY_RECIPIENT: readonly (readonly [pattern: RegExp, kinds: readonly Reported[]])[] = [
  [/^bounce\b/i, ['hard-bounced']],
  [/^full\b/i, ['soft-bounced']],
  [/^defer\b/i, ['deferred', 'delivered']],
  [/^complain\b/i, ['delivered', 'complained']],
  [/^unsubscribe\b/i, ['delivered', 'unsubscribed']],
];

const TRIES = 5;
const RETRY_MS = 500;

interface SenderParts {
  readonly store: MessageStore;
  readonly pause: Pause;
  readonly stopping: AbortSignal;
  readonly now: () => Date;
}

/** Reports what becomes of messages, as their providers do: at once, and again where the service does not take it. */
export class ReportSender {
  readonly #parts: SenderParts;
  #settings: ReportSettings | null;

  constructor(parts: SenderParts, settings: ReportSettings | null) {
    this.#parts = parts;
    this.#settings = settings;
    parts.store.subscribe((change) => {
      if (change.type === 'added') void this.#follow(change.message);
    });
  }

  get settings(): ReportSettings | null {
    return this.#settings;
  }

  configure(settings: ReportSettings | null): void {
    this.#settings = settings;
  }

  /**
   * Reports this of a message, and answers the service's status; 0 where it cannot be reached, null where nobody reports
   * for this provider.
   */
  async report(message: Message, kind: Reported): Promise<number | null> {
    const { url = '', providers = {} } = this.#settings ?? {};
    const provider = providers[message.provider];
    const make = REPORT_MAKERS[message.provider];
    if (!provider || !make || message.customId === null) return null;
    const { name = message.provider, secret, callbackUrl } = provider;
    const address = `${url}/v1/providers/${name}/events`;
    const { customId: deliveryId, id: messageId, to } = message;
    const now = this.#parts.now();
    const event = { kind, deliveryId, messageId, to, at: now };
    const { headers, body, search = '' } = await make([event], { secret, url: callbackUrl ?? address }, now);
    const request = { method: 'POST', headers, body, signal: this.#parts.stopping };
    return fetch(`${address}${search}`, request).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
  }

  async #follow(message: Message): Promise<void> {
    if (this.#settings === null) return;
    const [, asked] = BY_RECIPIENT.find(([pattern]) => pattern.test(message.to)) ?? [];
    for (const kind of asked ?? (this.#settings.delivered ? (['delivered'] as const) : [])) {
      await this.#insist(message, kind);
    }
  }

  async #insist(message: Message, kind: Reported): Promise<void> {
    const { pause, stopping } = this.#parts;
    for (let tries = 0; tries < TRIES && !stopping.aborted; tries += 1) {
      const status = await this.report(message, kind);
      if (status === null || (status >= 200 && status <= 299)) return;
      await pause(RETRY_MS * 2 ** tries, stopping);
    }
  }
}
