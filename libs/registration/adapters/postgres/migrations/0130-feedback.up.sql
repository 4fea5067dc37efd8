-- What people say about how easy activation was: once per account, and only where the application asks.
create table gatehouse.feedback (
  application text not null,
  id uuid not null,
  user_id uuid not null,
  ease smallint not null check (ease between 1 and 5),
  text text,
  given_at timestamptz not null,
  primary key (application, id),
  -- The guard: of two requests with one token, one gives feedback.
  constraint feedback_once unique (application, user_id)
);
create index feedback_by_time on gatehouse.feedback (application, given_at) include (ease);
