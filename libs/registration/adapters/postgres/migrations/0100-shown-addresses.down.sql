comment on column gatehouse.users.email_deliverable is null;
comment on column gatehouse.activation_codes.target_deliverable is null;
comment on column gatehouse.email_changes.former_email_deliverable is null;
