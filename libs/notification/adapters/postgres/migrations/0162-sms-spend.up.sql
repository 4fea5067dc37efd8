-- What accepted SMS have cost by the operator's price table, by application and day (UTC). In several rows each: workers
-- that send at once would wait for one. No number is in it, only the prefix whose price counted.
create table gatehouse.sms_spend (
  application text not null,
  day date not null,
  currency text not null,
  -- Digits of the calling code; * for other numbers, and empty where the table has no price.
  prefix text not null,
  shard smallint not null,
  messages integer not null,
  segments integer not null,
  amount numeric(20, 8) not null,
  primary key (application, day, currency, prefix, shard)
);
create index sms_spend_to_purge on gatehouse.sms_spend (day);
