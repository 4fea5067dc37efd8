alter table gatehouse.activation_codes
  drop constraint activation_codes_purpose_check,
  add constraint activation_codes_purpose_check
    check (purpose in ('activation', 'phone', 'email-change', 'password-reset')),
  add column channel text not null default 'mail' check (channel in ('mail', 'sms')),
  -- What the code proves: a phone in E.164, or an address in canonical form. Null: the address of the registration.
  add column target text collate "C",
  -- What mail is sent to, where the target is an address.
  add column target_deliverable text,
  add constraint activation_codes_have_a_target check ((purpose = 'activation') = (target is null));
