-- What a list or a queue puts in order stands in the index itself, so that
-- only the rows that are shown are looked up; what an organ was given lies
-- newest first; what is published is found by its matter.
drop index matter_state;
create index matter_state on matter (state, area, received_at, changed_at);
create index matter_given on matter (lead_organ, received_at, id)
    where lead_organ > 0;
create index matter_published_matter on matter_published (matter_id, place);
drop index matter_lease;
create index matter_lease on matter (lease_until) where lease_until > 0;
-- postgres:
-- Words are asked for together with a stretch of time, written into the id
-- (desk/ids.h: its upper bits are milliseconds).  A common word's newest hits
-- are then few, and a rare word's are found in the last, unbounded step.
drop index matter_search_tokens;
create index matter_search_tokens on matter_search using gin ((tokens ||
    array_to_tsvector(array['a:' || cast(rowid >> 46 as text),
                            'b:' || cast(rowid >> 50 as text),
                            'c:' || cast(rowid >> 54 as text)])));
drop index matter_search_public_tokens;
create index matter_search_public_tokens on matter_search_public
    using gin ((tokens ||
    array_to_tsvector(array['a:' || cast(rowid >> 46 as text),
                            'b:' || cast(rowid >> 50 as text),
                            'c:' || cast(rowid >> 54 as text)])));
-- both:
