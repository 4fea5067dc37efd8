import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided, SpacedLookUps } from '@gatehouse/platform/postgres';
import type { Logos } from '../../../application/ports/logos.js';
import type { Logo } from '../../../contract/queries/find-appearance.js';

/** A few megabytes at most: pages and mails of few applications are looked at at once. */
const MOST_KEPT = 32;
/** Between two looks for what is not in memory: what strangers ask for costs 20 statements a second. */
const LOOKS_APART_MS = 50;

/** In place of a name: whatever logo the application has now. */
const ANY = '';

/** Each application has one logo. Those asked for last are kept in memory under their names, which change with them. */
export class PostgresLogos implements Logos {
  readonly #kept = new Map<string, Logo>();
  readonly #looks: SpacedLookUps<string, Logo>;

  /** @param database the one that is written to: a replica may not have the logo yet that the application has */
  constructor(private readonly database: Database) {
    this.#looks = new SpacedLookUps(
      (keys) => this.#look(keys),
      () => sleep(LOOKS_APART_MS, undefined, { ref: false }),
    );
  }

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

  async find(slug: string, name: string): Promise<Logo | null> {
    const logo =
      this.#kept.get(keyOf(slug, name)) ?? (await this.findNew(slug, name)) ?? (await this.findNew(slug, ANY));
    if (logo === null) return null;
    const key = keyOf(slug, logo.name);
    this.#kept.delete(key);
    this.#kept.set(key, logo);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return logo;
  }

  findNew(slug: string, name: string): Promise<Logo | null> {
    return this.#looks.find(keyOf(slug, name));
  }

  async #look(keys: readonly string[]): Promise<Map<string, Logo>> {
    const rows = await this.database.query<Logo & { readonly application: string }>(
      (sql) => sql`
        select application, name, type, content from gatehouse.application_logos
        where (application || '/' || name = any(${keys}::text[]) or application || '/' || ${ANY} = any(${keys}::text[]))
          and application = any(${keys.map((key) => key.slice(0, key.indexOf('/')))}::text[])`,
    );
    return new Map(
      rows.flatMap(({ application, ...logo }) =>
        [logo.name, ANY].map((name): [string, Logo] => [keyOf(application, name), logo]),
      ),
    );
  }
}

/** Slugs have no slash. */
const keyOf = (slug: string, name: string): string => `${slug}/${name}`;
