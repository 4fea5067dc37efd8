-- As for codes (0057): of two indexes that look equally good the planner takes the one that was made last.
alter table gatehouse.deliveries drop constraint deliveries_pkey, add primary key (application, id);
