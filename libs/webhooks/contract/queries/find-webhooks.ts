import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import type { WebhookList } from '../webhook.js';

/** The application's webhooks, the oldest first. */
export class FindWebhooks extends Query<Result<WebhookList, Refusal<'validation-failed'>>> {}
