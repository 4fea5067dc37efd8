alter table gatehouse.users drop column accepted_terms, drop column terms_accepted_at;
