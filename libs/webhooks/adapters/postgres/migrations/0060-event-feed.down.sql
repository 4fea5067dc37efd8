drop index gatehouse.event_log_feed;
