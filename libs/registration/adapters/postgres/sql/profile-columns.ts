import type { Sql } from '@gatehouse/platform/postgres';
import type { AcceptedTerms, Profile } from '../../../contract/read-models/profile.js';

export interface ProfileRow {
  readonly id: string;
  readonly state: Profile['state'];
  readonly email_deliverable: string;
  readonly email_verified_at: Date | null;
  readonly name: string | null;
  readonly surname: string | null;
  readonly phone: string | null;
  readonly phone_verified_at: Date | null;
  readonly hobbies: string[];
  readonly birth_date: string | null;
  readonly locale: string | null;
  readonly accepted_terms: string | null;
  readonly terms_accepted_at: Date | null;
  readonly created_at: Date;
  readonly activated_at: Date | null;
}

/** The columns of gatehouse.users that make a profile. */
export const profileColumns = (sql: Sql) => sql`
  id, state, email_deliverable, email_verified_at, name, surname, phone, phone_verified_at, hobbies,
  to_char(birth_date, 'YYYY-MM-DD') as birth_date, locale, accepted_terms, terms_accepted_at,
  created_at, activated_at`;

export const profileOf = (row: ProfileRow): Profile => ({
  id: row.id,
  state: row.state,
  email: row.email_deliverable,
  emailVerified: row.email_verified_at !== null,
  name: row.name,
  surname: row.surname,
  phone: row.phone,
  phoneVerified: row.phone_verified_at !== null,
  hobbies: row.hobbies,
  birthDate: row.birth_date,
  locale: row.locale,
  acceptedTerms: acceptedTermsOf(row),
  createdAt: row.created_at.toISOString(),
  activatedAt: row.activated_at?.toISOString() ?? null,
});

/** The columns are both null or neither. */
export const acceptedTermsOf = ({
  accepted_terms: version,
  terms_accepted_at: acceptedAt,
}: Pick<ProfileRow, 'accepted_terms' | 'terms_accepted_at'>): AcceptedTerms | null =>
  version === null || acceptedAt === null ? null : { version, acceptedAt: acceptedAt.toISOString() };
