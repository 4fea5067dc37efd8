alter table gatehouse.activation_codes drop column redirect;
