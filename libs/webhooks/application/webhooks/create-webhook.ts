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
} from '@gatehouse/kernel';
import type { CreateWebhook } from '../../contract/commands/create-webhook.js';
import type { Webhook } from '../../contract/webhook.js';
import { distinct, type WebhookSettings } from '../../domain/webhook/change-webhook.js';
import { webhookCreated } from '../../domain/webhook/webhook-events.js';
import type { Destinations } from '../ports/destinations.js';
import type { WebhookSecrets } from '../ports/webhook-secrets.js';
import type { Webhooks } from '../ports/webhooks.js';
import { refusedUrl, urlRefused } from './refused-url.js';
import { withSecret } from './with-secret.js';

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
