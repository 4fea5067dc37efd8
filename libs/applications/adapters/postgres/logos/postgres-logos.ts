import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Logos } from '../../../application/ports/logos.js';
import type { Logo } from '../../../contract/queries/find-appearance.js';

/** A few megabytes at most: pages and mails of few applications are looked at at once. */
const MOST_KEPT = 32;

/** Each application has one logo. Those asked for last are kept in memory under their names, which change with them. */
export class PostgresLogos implements Logos {
  readonly #kept = new Map<string, Promise<Logo | null>>();

  /** @param database the one that is written to: a replica may not have the logo yet that the application has */
  constructor(private readonly database: Database) {}

  async save(
    slug: string,
    logo: Parameters<Logos['save']>[1],
    { version, event }: Parameters<Logos['save']>[2],
    context: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const audit = { act: 'application.changed', subject: slug, details: { fields: event.data.fields } };
      const record = commandRecord(sql, context, { cause: 'changed', events: [event], audit });
      const written = logo
        ? sql`
          insert into gatehouse.application_logos (application, name, type, content)
          select ${slug}::text, ${logo.image.name}::text, ${logo.image.type}::text, ${Buffer.from(logo.content)}::bytea
          from changed
          on conflict (application) do update set name = excluded.name, type = excluded.type, content = excluded.content
          returning 1`
        : sql`delete from gatehouse.application_logos where application = (select ${slug}::text from changed) returning 1`;
      return sql`
        with changed as (
          update gatehouse.applications set
            logo = ${logo ? sql.json({ ...logo.image }) : null}, version = version + 1, changed_at = gatehouse.now()
          where slug = ${slug} and version = ${version}
          returning 1
        ),
        logo as (${written})
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from changed`)}`;
    });
    return done !== null;
  }

  find(slug: string, name: string): Promise<Logo | null> {
    const key = `${slug}/${name}`;
    const kept = this.#kept.get(key) ?? this.#read(slug);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    // What failed, or is another one by now, is asked for again.
    const forget = () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    kept.then((logo) => {
      if (logo?.name !== name) forget();
    }, forget);
    return kept;
  }

  #read(slug: string): Promise<Logo | null> {
    return this.database.decide<Logo>(
      (sql) =>
        sql`${decided(sql, sql`select name, type, content from gatehouse.application_logos where application = ${slug}`)}`,
    );
  }
}
