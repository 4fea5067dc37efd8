-- What calls with an Idempotency-Key have answered, for 24 hours. Written by the statement that has the call's effect.
create table gatehouse.idempotency_keys (
  application text not null,
  -- SHA-256 of application, caller and key: the key itself is nowhere.
  id bytea not null check (octet_length(id) = 32),
  -- Of the ring's secrets, the one that goes into the two below; the other half is the key that the caller holds.
  key_id text not null,
  -- HMAC-SHA-256 of the request.
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  -- The command's value, AES-256-GCM; null where it has none, or where the person that it told of was erased.
  answer bytea,
  -- What of the value the statement alone knew, such as times.
  written jsonb not null,
  -- Whom the value tells of.
  person uuid,
  -- How often the key came again, with whatever request: nobody shall try passwords by it.
  asked smallint not null default 0,
  kept_at timestamptz not null,
  primary key (application, id)
);
create index idempotency_keys_kept on gatehouse.idempotency_keys (kept_at);
create index idempotency_keys_person on gatehouse.idempotency_keys (application, person) where person is not null;
