delete from gatehouse.deliveries where user_id is null or code_id is null;
alter table gatehouse.deliveries
  drop constraint deliveries_are_of_one_thing,
  drop column notice_id,
  alter column code_id set not null,
  alter column user_id set not null;
