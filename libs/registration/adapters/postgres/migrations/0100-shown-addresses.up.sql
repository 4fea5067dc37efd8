-- The columns keep an address as its person typed it; mail goes to its domain in ASCII, made when it is sent.
comment on column gatehouse.users.email_deliverable is
  'As shown: the local part and the letters of the domain as typed';
comment on column gatehouse.activation_codes.target_deliverable is
  'As shown: the local part and the letters of the domain as typed';
comment on column gatehouse.email_changes.former_email_deliverable is
  'As shown: the local part and the letters of the domain as typed';
