-- Where the broker's copies stand of events that tell of a person, so that an erasure finds them. Ids and places alone.
create table gatehouse.published_events (
  application text not null,
  id uuid not null,
  subject uuid not null,
  stream_sequence bigint not null,
  published_at timestamptz not null default gatehouse.now(),
  primary key (application, id)
);
create index published_events_subject on gatehouse.published_events (application, subject);
create index published_events_age on gatehouse.published_events (published_at);
