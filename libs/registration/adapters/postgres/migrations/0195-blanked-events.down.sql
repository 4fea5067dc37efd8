drop function gatehouse.blank_events(text, uuid, jsonb);
