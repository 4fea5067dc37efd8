import type { Database } from '@gatehouse/platform/postgres';
import type { FindWebhooks } from '../../contract/queries/find-webhooks.js';
import type { Webhook } from '../../contract/webhook.js';
import { type WebhookRow, webhookColumns, webhookOf } from './webhook-columns.js';

export class PostgresFindWebhooks implements FindWebhooks {
  constructor(private readonly database: Database) {}

  async execute({ application }: { application: string }): Promise<Webhook[]> {
    const rows = await this.database.query<WebhookRow>(
      (sql) => sql`
        select ${webhookColumns(sql)} from gatehouse.webhooks as webhook
        where application = ${application}
        order by webhook.created_at, webhook.id`,
    );
    return rows.map(webhookOf);
  }
}
