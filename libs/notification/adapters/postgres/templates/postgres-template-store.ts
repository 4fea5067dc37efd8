import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { OwnTemplates, TemplateKey, TemplateStore } from '../../../application/ports/message-templates.js';
import type { OwnTemplate } from '../../../contract/read-models/mail-template.js';
import type { AcceptedTemplate, TemplateParts } from '../../../domain/template/accept-template.js';
import { templateRow } from './template-row.js';

/** Enough to try every mail in a language or two; each costs the operator money. */
const TESTS_AN_HOUR = 20;

/** What administrators see and change of an application's own templates. */
export class PostgresTemplateStore implements TemplateStore, OwnTemplates {
  constructor(private readonly database: Database) {}

  read(key: TemplateKey): Promise<TemplateParts | null> {
    return templateRow(this.database, key);
  }

  async ofApplication(application: string): Promise<OwnTemplate[]> {
    const rows = await this.database.query<Omit<OwnTemplate, 'changedAt'> & { changed_at: Date }>(
      (sql) => sql`
        select template, locale, subject, text, html, changed_at from gatehouse.message_templates
        where application = ${application}`,
    );
    return rows.map(({ changed_at, ...row }) => ({ ...row, changedAt: changed_at.toISOString() }));
  }

  async save(key: TemplateKey, { subject, text, html }: AcceptedTemplate, context: CommandContext): Promise<void> {
    const { application, template, locale } = key;
    await this.database.query(
      (sql) => sql`
        with saved as (
          insert into gatehouse.message_templates as kept (application, template, locale, subject, text, html, changed_at)
          values (${application}, ${template}, ${locale}, ${subject}, ${text}, ${html}, gatehouse.now())
          on conflict (application, template, locale) do update set
            subject = excluded.subject, text = excluded.text, html = excluded.html, changed_at = excluded.changed_at
          -- Said again, it changes nothing.
          where (kept.subject, kept.text, kept.html) is distinct from (excluded.subject, excluded.text, excluded.html)
          returning 1
        ),
        ${audited(sql, context, { act: 'template.saved', subject: subjectOf(key) }, 'saved')}
        select 1`,
    );
  }

  async remove(key: TemplateKey, context: CommandContext): Promise<void> {
    const { application, template, locale } = key;
    await this.database.query(
      (sql) => sql`
        with removed as (
          delete from gatehouse.message_templates
          where application = ${application} and template = ${template} and locale = ${locale}
          returning 1
        ),
        ${audited(sql, context, { act: 'template.removed', subject: subjectOf(key) }, 'removed')}
        select 1`,
    );
  }

  async admitTest(key: TemplateKey, context: CommandContext): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        with counted as (
          insert into gatehouse.template_tests as tests (application, hour, sent)
          values (${key.application}, date_trunc('hour', gatehouse.now()), 1)
          on conflict (application) do update set
            hour = excluded.hour,
            sent = case when tests.hour = excluded.hour then tests.sent + 1 else 1 end
          -- Of any number at once, each sees what the one before has counted.
          where tests.hour <> excluded.hour or tests.sent < ${TESTS_AN_HOUR}
          returning 1
        ),
        ${audited(sql, context, { act: 'template.tested', subject: subjectOf(key) }, 'counted')}
        ${decided(sql, sql`select 1 from counted`)}`,
    );
    return done !== null;
  }
}

const subjectOf = ({ template, locale }: TemplateKey): string => `${template}/${locale}`;
