drop index gatehouse.email_changes_to_purge;
drop index gatehouse.notices_to_purge;
drop index gatehouse.activation_codes_of_nobody;
drop index gatehouse.activation_codes_to_purge;
