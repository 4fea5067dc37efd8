-- Mails in an application's own words; where there is no row, the built-in ones are sent.
create table gatehouse.message_templates (
  application text not null,
  template text not null,
  locale text not null,
  subject text not null,
  text text not null,
  html text not null,
  changed_at timestamptz not null default gatehouse.now(),
  primary key (application, template, locale)
);
