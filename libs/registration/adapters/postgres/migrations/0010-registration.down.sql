drop function gatehouse.hits_since(timestamptz[], timestamptz);
drop table gatehouse.password_tries;
drop table gatehouse.throttles;
drop table gatehouse.activation_codes;
drop table gatehouse.users;
