alter table gatehouse.funnel_progress drop column recounted_since;
