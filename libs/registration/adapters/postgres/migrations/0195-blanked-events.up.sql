-- Nulls personal data in the events of somebody. Volatile, and so with a snapshot of its own: called once a person is locked, it
-- sees what a statement has written for which the lock had to wait.
create function gatehouse.blank_events(of_application text, of_subject uuid, blanks jsonb) returns void
  language sql volatile
  as $$
  update gatehouse.event_log as event set data = event.data || blank.value
  from jsonb_each(blanks) as blank (type, value)
  where event.application = of_application and event.subject = of_subject and event.type = blank.type
    and event.data ?| array(select jsonb_object_keys(blank.value))
$$;
