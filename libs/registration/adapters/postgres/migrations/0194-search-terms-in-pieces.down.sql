create or replace function gatehouse.search_terms(application text, folded text) returns text[]
  language plpgsql immutable parallel safe
  as $$
declare
  terms text[] := '{}';
  is_ascii boolean := octet_length(folded) = length(folded);
begin
  for at in 1 .. length(folded) - 1 loop
    if at < length(folded) - 1 then
      terms := terms || (application || ' ' || substr(folded, at, 3));
    end if;
    if not is_ascii and octet_length(substr(folded, at, 2)) > 2 then
      terms := terms || (application || ' ' || substr(folded, at, 2));
    end if;
  end loop;
  return terms;
end $$;
