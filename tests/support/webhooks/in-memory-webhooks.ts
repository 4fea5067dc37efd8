import type { Clock, CommandContext } from '@gatehouse/kernel';
import type { FoundWebhook, Webhooks } from '../../../libs/webhooks/application/ports/webhooks.js';
import type { Webhook } from '../../../libs/webhooks/contract/queries/find-webhooks.js';
import { webhookPolicy } from '../../../libs/webhooks/domain/webhook/webhook.js';
import type { Written } from '../handlers/written.js';

interface KeptWebhook extends FoundWebhook {
  readonly application: string;
}

/** Webhooks of a test. A change that changes nothing is written without its event. */
export class InMemoryWebhooks implements Webhooks {
  /** Happens once, just before the next change or rotation is written. */
  beforeNextWrite: (() => Promise<unknown>) | undefined;
  readonly #webhooks = new Map<string, KeptWebhook>();

  constructor(
    private readonly written: Written,
    private readonly clock: Clock,
  ) {}

  async find(application: string, webhookId: string): Promise<FoundWebhook | null> {
    return this.#webhooks.get(`${application}/${webhookId}`) ?? null;
  }

  async add(...[{ webhookId, event, settings }, context]: Parameters<Webhooks['add']>): Promise<Webhook | 'full'> {
    if ((await this.ofApplication(context.application)).length >= webhookPolicy.mostOfAnApplication) return 'full';
    const webhook: Webhook = {
      id: webhookId,
      url: settings.url,
      types: settings.types && [...settings.types],
      description: settings.description,
      state: 'enabled',
      disabledReason: null,
      disabledAt: null,
      failingSince: null,
      previousSecretUntil: null,
      createdAt: this.clock.now().toISOString(),
    };
    const { application } = context;
    this.#keep({ application, settings: { ...settings, enabled: true }, version: 1, secretVersion: 1, webhook });
    this.written.add(event, context);
    return webhook;
  }

  async save(...[{ webhookId, event, ...change }, context]: Parameters<Webhooks['save']>): Promise<Webhook | null> {
    await this.#othersWrite();
    const found = this.#of(webhookId, context);
    if (found?.version !== change.version) return null;
    const { url, types, description, enabled } = change.settings;
    const webhook: Webhook = {
      ...found.webhook,
      url,
      types: types && [...types],
      description,
      state: enabled ? 'enabled' : 'disabled',
      disabledReason: enabled ? null : (found.webhook.disabledReason ?? 'operator'),
      disabledAt: enabled ? null : (found.webhook.disabledAt ?? this.clock.now().toISOString()),
      failingSince: null,
    };
    this.#keep({ ...found, settings: change.settings, version: found.version + 1, webhook });
    if (change.fields.length > 0 || found.webhook.failingSince !== null) this.written.add(event, context);
    return webhook;
  }

  async remove(...[{ webhookId, event }, context]: Parameters<Webhooks['remove']>): Promise<boolean> {
    const isRemoved = this.#webhooks.delete(`${context.application}/${webhookId}`);
    if (isRemoved) this.written.add(event, context);
    return isRemoved;
  }

  async rotate(...[write, context]: Parameters<Webhooks['rotate']>) {
    await this.#othersWrite();
    const found = this.#of(write.webhookId, context);
    if (found?.secretVersion !== write.secretVersion) return null;
    const until = new Date(this.clock.now().getTime() + write.overlapSeconds * 1000);
    const previousUntil = write.overlapSeconds > 0 ? until : null;
    const webhook = { ...found.webhook, previousSecretUntil: previousUntil?.toISOString() ?? null };
    this.#keep({ ...found, secretVersion: found.secretVersion + 1, webhook });
    this.written.add(write.event, context);
    return { previousUntil };
  }

  async ping(...[{ webhookId, event }, context]: Parameters<Webhooks['ping']>): Promise<boolean> {
    if (!this.#of(webhookId, context)) return false;
    this.written.add(event, context);
    return true;
  }

  async ofApplication(application: string): Promise<Webhook[]> {
    return [...this.#webhooks.values()]
      .filter((kept) => kept.application === application)
      .map(({ webhook }) => webhook);
  }

  #of(webhookId: string, { application }: CommandContext): KeptWebhook | undefined {
    return this.#webhooks.get(`${application}/${webhookId}`);
  }

  #keep(kept: KeptWebhook): void {
    this.#webhooks.set(`${kept.application}/${kept.webhook.id}`, kept);
  }

  async #othersWrite(): Promise<void> {
    const { beforeNextWrite } = this;
    this.beforeNextWrite = undefined;
    await beforeNextWrite?.();
  }
}
