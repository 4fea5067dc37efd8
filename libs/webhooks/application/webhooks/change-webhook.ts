import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { ChangeWebhook } from '../../contract/commands/change-webhook.js';
import { changeSettings } from '../../domain/webhook/change-webhook.js';
import { webhookChanged } from '../../domain/webhook/webhook-events.js';
import type { Destinations } from '../ports/destinations.js';
import type { Webhooks } from '../ports/webhooks.js';
import { refusedUrl, urlRefused } from './refused-url.js';

/** Lays what was said over the webhook. To say what is so already switches it on again all the same. */
export class ChangeWebhookHandler implements CommandHandler<ChangeWebhook> {
  constructor(
    private readonly ports: {
      readonly webhooks: Webhooks;
      readonly destinations: Destinations;
      readonly ids: IdGenerator;
    },
  ) {}

  async faultsIn({ url }: FieldsOf<ChangeWebhook>): Promise<readonly FieldError[]> {
    return typeof url !== 'string' || this.ports.destinations.accepts(url) ? [] : [urlRefused];
  }

  async execute({ webhookId, ...patch }: ChangeWebhook, context: CommandContext): Promise<ResultOf<ChangeWebhook>> {
    if (typeof patch.url === 'string' && !this.ports.destinations.accepts(patch.url)) return err(refusedUrl());
    return untilSettled(async () => {
      const found = await this.ports.webhooks.find(context.application, webhookId);
      if (!found) return err(refusal('webhook-unknown'));
      const changed = changeSettings(found.settings, patch);
      const event = webhookChanged(this.ports.ids.next(), webhookId, changed.fields);
      const write = { webhookId, event, version: found.version, ...changed };
      const saved = await this.ports.webhooks.save(write, context);
      return saved ? ok(saved) : 'stale';
    });
  }
}
