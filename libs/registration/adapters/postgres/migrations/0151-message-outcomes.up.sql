alter table gatehouse.activation_codes
  -- What has become of the code's message since the provider accepted it: `sent` as long as the provider has yet to tell,
  -- then `delivered` or `bounced`. Null: it tells nothing.
  add column outcome text,
  add column outcome_reason text;
