create table gatehouse.sessions (
  application text not null,
  id uuid not null,
  user_id uuid not null,
  -- SHA-256 of the refresh token that is good now, and of the one that was exchanged for it. The tokens are nowhere.
  token_hash bytea not null check (octet_length(token_hash) = 32),
  previous_token_hash bytea check (octet_length(previous_token_hash) = 32),
  rotated_at timestamptz,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (application, id)
);
create index sessions_of_user on gatehouse.sessions (application, user_id, last_used_at desc)
  where revoked_at is null;
-- Every process remembers what was ended within the life of an access token.
create index sessions_revoked on gatehouse.sessions (revoked_at) where revoked_at is not null;
create index sessions_to_purge on gatehouse.sessions (expires_at);
