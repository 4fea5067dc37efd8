drop index gatehouse.users_search;
drop function gatehouse.search_terms(text, text);
drop function gatehouse.search_text(text, text, text, text, text);
drop function gatehouse.folded(text);
