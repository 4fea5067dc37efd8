create index deliveries_of_person on gatehouse.deliveries (application, user_id, created_at desc);
create index deliveries_to_purge on gatehouse.deliveries (created_at);
