alter table gatehouse.funnel_progress
  drop column grouped_epoch,
  drop column grouped_transaction_id,
  drop column grouped_position,
  drop column grouped_since;
drop table gatehouse.funnel_groups;
