import type postgres from 'postgres';

/** Who an address may belong to, as far as the service tells nobody. */
export const KNOWN_STATES = ['active', 'pending', 'suspended'] as const;
export type KnownState = (typeof KNOWN_STATES)[number];

/**
 * Makes an account or a pending registration of each address, as a sign-up of an hour ago has left it: the user, its
 * code, and the message that was counted. Nobody knows the passwords.
 */
export async function seedKnown(sql: postgres.Sql, state: KnownState, emails: readonly string[]): Promise<void> {
  const [list, proven] = [emails as string[], state !== 'pending'];
  await sql`
    with person as (
      select email, gen_random_uuid() as id, now() - interval '1 hour' as at from unnest(${list}::text[]) as email
    ),
    users as (
      insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash,
        created_at, activated_at)
      select 'default', id, ${state}, email, email, case when ${proven} then at end,
        '$argon2id$v=19$m=19456,t=2,p=1$' || rtrim(encode(decode(md5(email), 'hex'), 'base64'), '=')
          || '$' || rtrim(encode(decode(md5(email) || md5('of ' || email), 'hex'), 'base64'), '='),
        at, case when ${proven} then at end
      from person
    ),
    codes as (
      insert into gatehouse.activation_codes (application, id, user_id, purpose, key_id, number, digits, life_seconds,
        attempts, max_attempts, issued_at, send_after, dispatched_at, accepted_at, expires_at, consumed_at)
      select 'default', gen_random_uuid(), id, 'activation', 'bench', 1, 4, 60, ${proven ? 1 : 0}, 3, at, at, at, at,
        at + interval '1 minute', case when ${proven} then at end
      from person
    )
    insert into gatehouse.throttles (application, bucket, key, hits)
    select 'default', 'messages-to-recipient', email, array[at] from person`;
}
