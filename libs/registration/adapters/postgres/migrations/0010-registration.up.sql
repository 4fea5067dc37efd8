create table gatehouse.users (
  application text not null,
  id uuid not null,
  state text not null check (state in ('pending', 'active', 'suspended', 'superseded', 'erased')),
  -- Canonical form, compared byte for byte; what mail is sent to stands beside it.
  email text collate "C" not null,
  email_deliverable text not null,
  email_verified_at timestamptz,
  password_hash text not null,
  name text,
  surname text,
  phone text,
  phone_verified_at timestamptz,
  hobbies text[] not null default '{}',
  birth_date date,
  locale text,
  version integer not null default 1,
  created_at timestamptz not null default gatehouse.now(),
  activated_at timestamptz,
  primary key (application, id)
);
-- A pending registration does not own its address: any number may stand beside one owner at most.
create unique index users_owner_of_address on gatehouse.users (application, email)
  where state in ('active', 'suspended');
create index users_pending_by_address on gatehouse.users (application, email, created_at desc)
  where state = 'pending';
create index users_to_purge on gatehouse.users (created_at) where state in ('pending', 'superseded');

create table gatehouse.activation_codes (
  application text not null,
  id uuid not null,
  user_id uuid not null,
  purpose text not null check (purpose in ('activation')),
  -- Derives the digits together with the id; the key itself is never here.
  key_id text not null,
  number integer not null,
  digits integer not null check (digits between 4 and 10),
  life_seconds integer not null check (life_seconds between 30 and 86400),
  attempts integer not null default 0,
  max_attempts integer not null,
  issued_at timestamptz not null default gatehouse.now(),
  send_after timestamptz not null,
  dispatched_at timestamptz,
  accepted_at timestamptz,
  expires_at timestamptz,
  consumed_at timestamptz,
  voided_at timestamptz,
  failed_at timestamptz,
  failure text,
  primary key (application, id),
  check (attempts <= max_attempts)
);
create index activation_codes_of_user on gatehouse.activation_codes (application, user_id, issued_at desc);

-- Sliding windows: the times of what counted, ascending, no longer than the largest window needs.
create table gatehouse.throttles (
  application text not null,
  bucket text not null,
  key text collate "C" not null,
  hits timestamptz[] not null,
  primary key (application, bucket, key)
);

create table gatehouse.password_tries (
  application text not null,
  email text collate "C" not null,
  -- Empty where networks do not count. A stranger's network never delays another's.
  network text not null,
  tries integer not null,
  tried_at timestamptz not null,
  blocked_until timestamptz,
  primary key (application, email, network)
);

create function gatehouse.hits_since(hits timestamptz[], since timestamptz) returns timestamptz[]
  language sql immutable
  as $$ select coalesce(array_agg(hit order by hit), '{}') from unnest(hits) hit where hit > since $$;
