delete from gatehouse.activation_codes where purpose <> 'activation';
alter table gatehouse.activation_codes
  drop column channel, drop column target, drop column target_deliverable,
  drop constraint activation_codes_purpose_check,
  add constraint activation_codes_purpose_check check (purpose in ('activation'));
