import type { Database } from '@gatehouse/platform/postgres';
import type { TemplateKey } from '../../application/ports/message-templates.js';
import type { TemplateParts } from '../../domain/template/accept-template.js';

/** An application's own template as it stands, or null. */
export async function templateRow(
  database: Database,
  { application, template, locale }: TemplateKey,
): Promise<TemplateParts | null> {
  const [parts = null] = await database.query<TemplateParts>(
    (sql) => sql`
      select subject, text, html from gatehouse.message_templates
      where application = ${application} and template = ${template} and locale = ${locale}`,
  );
  return parts;
}
