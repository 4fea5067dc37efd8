-- Of two indexes that look equally good the planner takes the one that was made last, and on a table that was never
-- analysed every index by application looks as good as the key. Statements that are planned then read through all of an
-- application's rows until the table is analysed. So the keys are made last.
alter table gatehouse.users drop constraint users_pkey, add primary key (application, id);
alter table gatehouse.activation_codes drop constraint activation_codes_pkey, add primary key (application, id);
