drop table gatehouse.provider_reports;
