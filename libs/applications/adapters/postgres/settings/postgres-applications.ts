import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Applications } from '../../../application/ports/applications.js';
import type { Application } from '../../../domain/application/application.js';
import { type ApplicationRow, applicationColumns, applicationOf } from './postgres-application-views.js';

export class PostgresApplications implements Applications {
  constructor(private readonly database: Database) {}

  async find(slug: string) {
    const row = await this.database.decide<ApplicationRow>(
      (sql) => sql`
${decided(sql, sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = ${slug}`)}`,
    );
    return row ? { application: applicationOf(row), version: row.version } : null;
  }

  async add(
    { id, slug, settings, grants }: Application,
    event: Parameters<Applications['add']>[1],
    context: CommandContext,
  ): Promise<boolean> {
    const { name, defaultLocale, sender, replyTo, allowedOrigins, linkBaseUrl, redirectTargets, preset } = settings;
    const done = await this.database.decide((sql) => {
      const audit = { act: 'application.created', subject: slug };
      const record = commandRecord(sql, context, { cause: 'created', events: [event], answer: {}, audit });
      return sql`
        with created as (
          insert into gatehouse.applications (id, slug, name, default_locale, sender_email, sender_name, reply_to,
            allowed_origins, link_base_url, redirect_targets, preset, policy, appearance, grants)
          values (${id}, ${slug}, ${name}, ${defaultLocale}, ${sender?.email ?? null}, ${sender?.name ?? null},
            ${replyTo}, ${[...allowedOrigins]}::text[], ${linkBaseUrl}, ${[...redirectTargets]}::text[], ${preset},
            ${sql.json(settings.policy as never)}, ${sql.json(settings.appearance as never)}, ${sql.json(grants as never)})
          -- The slug is the guard: of two that want it, one gets it.
          on conflict (slug) do nothing
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from created`)}`;
    });
    return done !== null;
  }

  async save(
    { slug, settings, grants }: Application,
    { version, event }: Parameters<Applications['save']>[1],
    context: CommandContext,
  ): Promise<boolean> {
    const { name, defaultLocale, sender, replyTo, allowedOrigins, linkBaseUrl, redirectTargets, preset } = settings;
    const done = await this.database.decide((sql) => {
      const { fields } = event.data;
      const audit = { act: 'application.changed', subject: slug, details: { fields } };
      const record = commandRecord(sql, context, { cause: 'changed', events: [event], audit });
      return sql`
        with changed as (
          update gatehouse.applications set
            name = ${name}, default_locale = ${defaultLocale}, sender_email = ${sender?.email ?? null},
            sender_name = ${sender?.name ?? null}, reply_to = ${replyTo},
            allowed_origins = ${[...allowedOrigins]}::text[], link_base_url = ${linkBaseUrl},
            redirect_targets = ${[...redirectTargets]}::text[], preset = ${preset},
            policy = ${sql.json(settings.policy as never)}, appearance = ${sql.json(settings.appearance as never)},
            grants = ${sql.json(grants as never)}, version = version + 1, changed_at = gatehouse.now()
          where slug = ${slug} and version = ${version}
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from changed`)}`;
    });
    return done !== null;
  }
}
