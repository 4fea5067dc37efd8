drop table gatehouse.sms_spend;
