drop index gatehouse.deliveries_to_purge;
drop index gatehouse.deliveries_of_person;
