-- The keys are what they were.
select 1;
