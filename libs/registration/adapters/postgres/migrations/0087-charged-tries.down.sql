drop function gatehouse.without_hit(timestamptz[], timestamptz);
alter table gatehouse.throttles drop column under_way;
