import { type Database, decided } from '@gatehouse/platform/postgres';
import type { TemplateKey } from '../../../application/ports/message-templates.js';
import type { TemplateParts } from '../../../domain/template/accept-template.js';

/** An application's own template as it stands, or null. */
export async function templateRow(
  database: Database,
  { application, template, locale }: TemplateKey,
): Promise<TemplateParts | null> {
  return database.decide<TemplateParts>(
    (sql) =>
      sql`${decided(
        sql,
        sql`select subject, text, html from gatehouse.message_templates
        where application = ${application} and template = ${template} and locale = ${locale}`,
      )}`,
  );
}
