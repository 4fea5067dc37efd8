drop table gatehouse.funnel_progress;
drop table gatehouse.funnel_times;
drop table gatehouse.funnel_days;
delete from gatehouse.relay_cursors where subscriber = 'funnel';
