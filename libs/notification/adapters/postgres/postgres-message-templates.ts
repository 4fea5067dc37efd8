import type { Clock } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { MessageTemplates, TemplateKey } from '../../application/ports/message-templates.js';
import type { AcceptedTemplate, TemplateParts } from '../../domain/template/accept-template.js';

/** How long a change may take to reach mails from other processes. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

interface Kept {
  readonly parts: TemplateParts | null;
  readonly until: number;
}

/** Reads each template at most every 30 s, so that a mail seldom waits for one. */
export class PostgresMessageTemplates implements MessageTemplates {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async find(key: TemplateKey): Promise<TemplateParts | null> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(nameOf(key));
    if (kept && now < kept.until) return kept.parts;
    const [parts = null] = await this.#database.query<TemplateParts>(
      (sql) => sql`
        select subject, text, html from gatehouse.message_templates
        where application = ${key.application} and template = ${key.template} and locale = ${key.locale}`,
    );
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(nameOf(key), { parts, until: now + KEPT_MS });
    return parts;
  }

  async save(key: TemplateKey, { subject, text, html }: AcceptedTemplate): Promise<void> {
    await this.#database.query(
      (sql) => sql`
        insert into gatehouse.message_templates (application, template, locale, subject, text, html)
        values (${key.application}, ${key.template}, ${key.locale}, ${subject}, ${text}, ${html})
        on conflict (application, template, locale) do update set
          subject = excluded.subject, text = excluded.text, html = excluded.html, changed_at = gatehouse.now()`,
    );
    this.#kept.delete(nameOf(key));
  }

  async remove(key: TemplateKey): Promise<void> {
    await this.#database.query(
      (sql) => sql`
        delete from gatehouse.message_templates
        where application = ${key.application} and template = ${key.template} and locale = ${key.locale}`,
    );
    this.#kept.delete(nameOf(key));
  }
}

const nameOf = ({ application, template, locale }: TemplateKey): string => `${application}/${template}/${locale}`;
