alter table gatehouse.activation_codes drop column outcome_reason, drop column outcome;
