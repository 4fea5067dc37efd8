alter table gatehouse.application_keys
  drop column scopes,
  drop column created_by_kind,
  drop column created_by,
  drop column created_by_application;
