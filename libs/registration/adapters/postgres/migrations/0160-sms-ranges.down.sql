drop table gatehouse.sms_stops;
drop table gatehouse.sms_countries;
drop table gatehouse.sms_ranges;
