-- A check that has been made takes nothing back.
select 1;
