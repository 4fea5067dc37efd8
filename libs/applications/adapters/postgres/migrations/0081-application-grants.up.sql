alter table gatehouse.applications
  -- What operators let it set by itself, where that differs from the defaults.
  add column grants jsonb not null default '{}';

create function gatehouse.origin_of(url text) returns text
  language sql immutable
  as $$ select regexp_replace((regexp_match(lower(url), '^https?://[^/?#]+'))[1], '^(https://.*):443$|^(http://.*):80$', '\1\2') $$;

-- What is set is granted: the sender, the origins, and what the policy has beyond the defaults.
update gatehouse.applications set grants = coalesce((
  select jsonb_object_agg(section.name, section.granted)
  from (
    select 'senders' as name, to_jsonb(array[lower(sender_email)]) as granted where sender_email is not null
    union all
    select 'linkOrigins', to_jsonb(array[gatehouse.origin_of(link_base_url)])
      where link_base_url is not null
    union all
    select 'redirectOrigins', to_jsonb(array_agg(distinct gatehouse.origin_of(target)))
      from unnest(redirect_targets) as target having count(*) > 0
    union all
    select beyond.section, jsonb_object_agg(beyond.field, beyond.value)
    from (
      select usual.section, usual.field, to_jsonb(case when usual.field ~ 'Seconds$' then min(said.value) else max(said.value) end)
        as value
      from (values
        ('codes', 'triesPerCode', 3), ('codes', 'sharedTries', 3), ('codes', 'windowSeconds', 86400),
        ('messages', 'gapSeconds', 30), ('messages', 'perHour', 5), ('messages', 'perDay', 10),
        ('messages', 'perNetworkAndHour', 30),
        ('guessing', 'freeTries', 5), ('guessing', 'firstDelaySeconds', 15), ('guessing', 'longestDelaySeconds', 900),
        ('guessing', 'perNetwork', 30), ('guessing', 'networkWindowSeconds', 900),
        ('sms', 'perDay', 500)
      ) as usual (section, field, value)
      cross join lateral (
        select (policy #>> array[usual.section, usual.field])::numeric as value where usual.section <> 'codes'
        union all
        select (policy #>> (path || usual.field))::numeric
        from (values (array['code']), (array['codes', 'phone']), (array['codes', 'email-change']),
          (array['codes', 'password-reset'])) as purpose (path)
        where usual.section = 'codes'
      ) as said
      where case when usual.field ~ 'Seconds$' then said.value < usual.value else said.value > usual.value end
      group by usual.section, usual.field
      union all
      select 'sms', list.field, list.value
      from (values
        ('countries', policy #> '{sms,countries}', string_to_array('AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU '
          'IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US', ' ')),
        ('numberTypes', policy #> '{sms,numberTypes}', array['mobile', 'fixed-line-or-mobile'])
      ) as usual (field, said, members)
      cross join lateral (
        select usual.field, jsonb_agg(member) as value
        from (
          select unnest(usual.members) as member
          union select jsonb_array_elements_text(case jsonb_typeof(usual.said) when 'array' then usual.said else '[]' end)
        ) as every
        having count(*) > cardinality(usual.members)
      ) as list
    ) as beyond
    group by beyond.section
  ) as section
), '{}');

drop function gatehouse.origin_of(text);
