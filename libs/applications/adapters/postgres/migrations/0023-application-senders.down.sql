alter table gatehouse.applications
  drop column id, drop column sender_email, drop column sender_name, drop column reply_to, drop column version,
  drop column changed_at;
