-- Of an erased person nothing stays but the row's key and its times: so the id never returns. Erasing writes a new row
-- with these columns alone, and whatever columns come later are empty in it by themselves.
alter table gatehouse.users
  add column erased_at timestamptz,
  alter column email drop not null,
  alter column email_deliverable drop not null,
  alter column password_hash drop not null,
  add constraint users_are_whole_or_erased check (
    case when state = 'erased' then
      erased_at is not null and num_nonnulls(email, email_deliverable, password_hash, name, surname, phone, birth_date,
        locale, email_verified_at, phone_verified_at, suspension_reason) = 0 and hobbies = '{}'
    else
      erased_at is null and num_nulls(email, email_deliverable, password_hash) = 0
    end
  );
