import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, withoutInvisible } from '@gatehouse/kernel';
import { type Database, decided, SpacedLookUps, type Sql } from '@gatehouse/platform/postgres';
import type { ApplicationViews, KnownApplications } from '../../../application/ports/applications.js';
import type { Application as ApplicationView } from '../../../contract/application.js';
import type { AppearancePatch, Application, PolicyPatch } from '../../../domain/application/application.js';
import { grantsOf } from '../../../domain/application/grants.js';
import { type LogoImage, shownLogo } from '../../../domain/application/logo.js';

export interface ApplicationRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly default_locale: string;
  readonly sender_email: string | null;
  readonly sender_name: string | null;
  readonly reply_to: string | null;
  readonly allowed_origins: string[];
  readonly link_base_url: string | null;
  readonly redirect_targets: string[];
  readonly preset: ApplicationView['preset'];
  /** The domain's, which checks what it writes; readers get its published shape. */
  readonly policy: PolicyPatch & ApplicationView['policy'];
  readonly appearance: AppearancePatch & ApplicationView['appearance'];
  readonly logo: LogoImage | null;
  /** What differs from the defaults. */
  readonly grants: PolicyPatch;
  readonly version: number;
}

export const applicationColumns = (sql: Sql) => sql`
  id, slug, name, default_locale, sender_email, sender_name, reply_to, allowed_origins, link_base_url,
  redirect_targets, preset, policy, appearance, logo, grants, version`;

export const applicationOf = (row: ApplicationRow): Application => ({
  id: row.id,
  slug: row.slug,
  settings: settingsOf(row),
  logo: row.logo,
  grants: row.grants,
});

export class PostgresApplicationViews implements ApplicationViews {
  /** @param database the one that is written to: who has just changed an application wants to see it */
  constructor(private readonly database: Database) {}

  async bySlug(slug: string): Promise<ApplicationView | null> {
    const row = await this.database.decide<ApplicationRow>(
      (sql) => sql`
${decided(sql, sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = ${slug}`)}`,
    );
    return row ? applicationView(row) : null;
  }

  async page({ after, limit, only }: Parameters<ApplicationViews['page']>[0]): Promise<ApplicationView[]> {
    const rows = await this.database.query<ApplicationRow>(
      (sql) => sql`
        select ${applicationColumns(sql)} from gatehouse.applications
        where slug > ${after ?? ''} and (${only}::text is null or slug = ${only})
        order by slug limit ${limit}`,
    );
    return rows.map(applicationView);
  }
}

const FRESH_MS = 2_000;
/** Between two looks for what is not among the applications in memory: what strangers ask for costs 20 statements a second. */
const LOOKS_APART_MS = 50;
const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Every request asks for its application, and there are few of them: all are kept in memory for two seconds. One that is not among
 * them may have been created since, through another process: it is looked up where it was written. That there is none is never kept.
 */
export class PostgresKnownApplications implements KnownApplications {
  readonly #newcomers: SpacedLookUps<string, ApplicationView>;
  #applications: Promise<Map<string, ApplicationView>> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  /** @param primary where applications are written: `database` may be a replica, which lags behind */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    primary: Database = database,
  ) {
    this.#newcomers = new SpacedLookUps(
      async (slugs) =>
        bySlugs(
          await primary.query<ApplicationRow>(
            (sql) =>
              sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = any(${slugs}::text[])`,
          ),
        ),
      () => sleep(LOOKS_APART_MS, undefined, { ref: false }),
    );
  }

  async bySlug(slug: string): Promise<ApplicationView | null> {
    const applications = await this.#all();
    const meant = withoutInvisible(slug);
    return applications.get(meant) ?? (SLUG.test(meant) ? this.#newcomer(meant) : null);
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    return [...(await this.#all()).values()].some(({ allowedOrigins }) => allowedOrigins.includes(origin));
  }

  async #newcomer(slug: string): Promise<ApplicationView | null> {
    const found = await this.#newcomers.find(slug);
    if (found) (await this.#all()).set(slug, found);
    return found;
  }

  #all(): Promise<Map<string, ApplicationView>> {
    const now = this.clock.now().getTime();
    if (!this.#applications || now - this.#readAt >= FRESH_MS) {
      this.#readAt = now;
      const read = this.#read();
      this.#applications = read;
      read.catch(() => {
        if (this.#applications === read) this.#applications = undefined;
      });
    }
    return this.#applications;
  }

  async #read(): Promise<Map<string, ApplicationView>> {
    return bySlugs(
      await this.database.query<ApplicationRow>(
        (sql) => sql`select ${applicationColumns(sql)} from gatehouse.applications`,
      ),
    );
  }
}

const settingsOf = (row: ApplicationRow) => ({
  name: row.name,
  defaultLocale: row.default_locale,
  sender: row.sender_email === null ? null : { email: row.sender_email, name: row.sender_name },
  replyTo: row.reply_to,
  allowedOrigins: row.allowed_origins,
  linkBaseUrl: row.link_base_url,
  redirectTargets: row.redirect_targets,
  preset: row.preset,
  policy: row.policy,
  appearance: row.appearance,
});

const applicationView = (row: ApplicationRow): ApplicationView =>
  ({
    slug: row.slug,
    ...settingsOf(row),
    logo: row.logo && shownLogo(row.slug, row.logo),
    grants: grantsOf(row.grants),
  }) as ApplicationView;

const bySlugs = (rows: readonly ApplicationRow[]) => new Map(rows.map((row) => [row.slug, applicationView(row)]));
