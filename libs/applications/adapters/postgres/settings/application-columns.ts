import type { Sql } from '@gatehouse/platform/postgres';
import type { Application as ApplicationView } from '../../../contract/application.js';
import type { Application, PolicyPatch } from '../../../domain/application/application.js';
import { grantsOf } from '../../../domain/application/grants.js';

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
  /** The domain's, which checks what it writes; readers are told its shape. */
  readonly policy: PolicyPatch & ApplicationView['policy'];
  /** What differs from the defaults. */
  readonly grants: PolicyPatch;
  readonly version: number;
}

export const applicationColumns = (sql: Sql) => sql`
  id, slug, name, default_locale, sender_email, sender_name, reply_to, allowed_origins, link_base_url,
  redirect_targets, preset, policy, grants, version`;

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
});

export const applicationView = (row: ApplicationRow): ApplicationView =>
  ({ slug: row.slug, ...settingsOf(row), grants: grantsOf(row.grants) }) as ApplicationView;

export const applicationOf = (row: ApplicationRow): Application => ({
  id: row.id,
  slug: row.slug,
  settings: settingsOf(row),
  grants: row.grants,
});
