-- Who may do more than look after their own account. Everybody who signs in is a `user`: that is not written.
create table gatehouse.user_roles (
  application text not null,
  user_id uuid not null,
  role text not null check (role in ('support', 'admin')),
  granted_at timestamptz not null default gatehouse.now(),
  primary key (application, user_id, role)
);
