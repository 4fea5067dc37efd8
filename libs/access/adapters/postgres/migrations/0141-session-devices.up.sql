-- What a person knows a session by: names of browser and system, and the network it was started from.
alter table gatehouse.sessions
  add column browser text check (length(browser) <= 40),
  add column system text check (length(system) <= 40),
  add column network text check (length(network) <= 64);
