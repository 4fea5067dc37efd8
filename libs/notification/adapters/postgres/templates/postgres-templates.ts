import type { Clock, CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type {
  MessageTemplates,
  OwnTemplates,
  TemplateKey,
  TemplateStore,
} from '../../../application/ports/message-templates.js';
import type { OwnTemplate } from '../../../contract/queries/find-templates.js';
import type { AcceptedTemplate, TemplateParts } from '../../../domain/template/accept-template.js';

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

/** How long a change may take to reach mails. */
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
    const parts = await templateRow(this.#database, key);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(nameOf(key), { parts, until: now + KEPT_MS });
    return parts;
  }
}

/** An application's own template as it stands, or null. */
async function templateRow(
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

const subjectOf = ({ template, locale }: TemplateKey): string => `${template}/${locale}`;

const nameOf = ({ application, template, locale }: TemplateKey): string => `${application}/${template}/${locale}`;
