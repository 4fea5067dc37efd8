-- How many mails an application has sent to try its templates, in the current hour: they cost the operator money.
create table gatehouse.template_tests (
  application text primary key,
  hour timestamptz not null,
  sent integer not null
);
