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
  timeOnceWritten,
  untilSettled,
} from '@gatehouse/kernel';
import type { ChangeWebhook, CreateWebhook, DeleteWebhook, PingWebhook } from '../../contract/commands/webhooks.js';
import type { Webhook } from '../../contract/queries/find-webhooks.js';
import {
  changeSettings,
  distinct,
  type WebhookSettings,
  webhookChanged,
  webhookCreated,
  webhookDeleted,
  webhookPinged,
} from '../../domain/webhook/webhook.js';
import type { DeliveryIdOf } from '../ports/deliveries.js';
import type { Destinations, WebhookSecrets, Webhooks } from '../ports/webhooks.js';
import { withSecret } from './rotate-webhook-secret.js';

const urlRefused: FieldError = {
  pointer: '/url',
  code: 'webhook-url-refused',
  message: 'Must be a public https:// URL on an allowed port, without a user name, password or fragment',
};

/** Makes a webhook. Its secret is in the answer and nowhere else: it can be made again from its name. */
export class CreateWebhookHandler implements CommandHandler<CreateWebhook> {
  constructor(
    private readonly ports: {
      readonly webhooks: Webhooks;
      readonly secrets: WebhookSecrets;
      readonly destinations: Destinations;
      readonly ids: IdGenerator;
    },
  ) {}

  async faultsIn({ url }: FieldsOf<CreateWebhook>): Promise<readonly FieldError[]> {
    return typeof url !== 'string' || this.ports.destinations.accepts(url) ? [] : [urlRefused];
  }

  async execute(command: CreateWebhook, context: CommandContext): Promise<ResultOf<CreateWebhook>> {
    const { url, types = null, description = null } = command;
    if (!this.ports.destinations.accepts(url)) return err(refusedUrl());
    const keyId = this.ports.secrets.currentKeyId;
    const webhookId = this.ports.ids.next();
    const settings = { url, types: distinct(types), description };
    const name = { application: context.application, webhookId, keyId, version: 1 };
    context.repeatable?.recordAnswer(withSecret(newWebhook(webhookId, settings), this.ports.secrets, name));
    const event = webhookCreated(this.ports.ids.next(), webhookId, settings.types);
    const added = await this.ports.webhooks.add({ webhookId, event, settings, keyId }, context);
    if (added === 'full') return err(refusal('too-many-webhooks'));
    return ok(withSecret(added, this.ports.secrets, name));
  }
}

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

/** Removes a webhook of the application; another one's is as unknown as one that never was. */
export class DeleteWebhookHandler implements CommandHandler<DeleteWebhook> {
  constructor(private readonly ports: { readonly webhooks: Webhooks; readonly ids: IdGenerator }) {}

  async execute({ webhookId }: DeleteWebhook, context: CommandContext): Promise<ResultOf<DeleteWebhook>> {
    const event = webhookDeleted(this.ports.ids.next(), webhookId);
    const removed = await this.ports.webhooks.remove({ webhookId, event }, context);
    return removed ? ok(null) : err(refusal('webhook-unknown'));
  }
}

/** Writes an event that goes to one webhook alone; its way is the one of every other. */
export class PingWebhookHandler implements CommandHandler<PingWebhook> {
  constructor(
    private readonly ports: {
      readonly webhooks: Webhooks;
      readonly deliveryIdOf: DeliveryIdOf;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ webhookId }: PingWebhook, context: CommandContext): Promise<ResultOf<PingWebhook>> {
    const event = webhookPinged(this.ports.ids.next(), webhookId);
    const ping = { deliveryId: this.ports.deliveryIdOf(event.id, webhookId) };
    context.repeatable?.recordAnswer(ping);
    const pinged = await this.ports.webhooks.ping({ webhookId, event }, context);
    return pinged ? ok(ping) : err(refusal('webhook-unknown'));
  }
}

const refusedUrl = () => refusal('validation-failed', { errors: [urlRefused] });

/** As it is answered, before it is written: for a call that may come again. */
const newWebhook = (id: string, { url, types, description }: Omit<WebhookSettings, 'enabled'>): Webhook => ({
  id,
  url,
  types: types === null ? null : [...types],
  description,
  state: 'enabled',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: timeOnceWritten('createdAt'),
});
