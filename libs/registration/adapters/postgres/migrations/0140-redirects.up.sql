-- Where the page behind a code's link leads after success: one of the application's redirect targets.
alter table gatehouse.activation_codes add column redirect text check (length(redirect) <= 2048);
