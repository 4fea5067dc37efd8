drop table gatehouse.notices;
drop index gatehouse.activation_codes_of_address;
delete from gatehouse.activation_codes where user_id is null;
alter table gatehouse.activation_codes
  drop constraint activation_codes_have_a_holder,
  alter column user_id set not null;
