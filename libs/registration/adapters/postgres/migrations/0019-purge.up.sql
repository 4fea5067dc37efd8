-- The purge takes the oldest first. These times never change, so the indexes cost one entry a row.
create index activation_codes_to_purge on gatehouse.activation_codes (issued_at);
-- Somebody has asked for a new password for an address that is nobody's.
create index activation_codes_of_nobody on gatehouse.activation_codes (issued_at) where user_id is null;
create index notices_to_purge on gatehouse.notices (issued_at);
create index email_changes_to_purge on gatehouse.email_changes (undo_until);
