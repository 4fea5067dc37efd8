alter table gatehouse.applications drop column redirect_targets, drop column link_base_url;
