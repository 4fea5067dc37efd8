drop table gatehouse.message_templates;
