drop table gatehouse.webhook_deliveries;
drop table gatehouse.webhooks;
