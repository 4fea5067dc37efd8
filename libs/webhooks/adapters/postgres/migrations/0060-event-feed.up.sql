-- One application's events in commit order: whoever follows a small application must not read a large one's.
create index event_log_feed on gatehouse.event_log (application, epoch, transaction_id, position);
