alter table gatehouse.users
  -- The network that activated the account: from there its mails have a reserve that strangers cannot use up.
  add column activated_network text;
