drop table gatehouse.idempotency_keys;
