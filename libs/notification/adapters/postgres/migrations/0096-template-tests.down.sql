drop table gatehouse.template_tests;
