-- Reads the whole log, and blocks neither readers nor writers; the rows need not be read again under a lock. It is a
-- migration of its own because the next one waits for its lock: while a transaction is open that has changed something, the
-- relay hands over no later event.
alter table gatehouse.event_log validate constraint event_log_bounds;
