-- Rows that are nothing but their key are kept in its own tree; and indices
-- hold only what somebody looks for in them: claims that are open, work that
-- an organ was given.  Nobody looked for phones.
-- sqlite:
create table matter_place_new (
    place integer not null,
    received_at integer not null,
    matter_id integer not null,
    primary key (place, received_at, matter_id)
) without rowid;
insert into matter_place_new
select place, received_at, matter_id from matter_place
order by place, received_at, matter_id;
drop table matter_place;
alter table matter_place_new rename to matter_place;

create table matter_published_new (
    place integer not null,
    published_at integer not null,
    matter_id integer not null,
    primary key (place, published_at, matter_id)
) without rowid;
insert into matter_published_new
select place, published_at, matter_id from matter_published
order by place, published_at, matter_id;
drop table matter_published;
alter table matter_published_new rename to matter_published;

-- No question asks where in a text a word stands, or how long it is.
create virtual table matter_search_new using fts5 (tokens,
    tokenize = 'unicode61 remove_diacritics 0', detail = none,
    columnsize = 0);
insert into matter_search_new (rowid, tokens)
select rowid, tokens from matter_search order by rowid;
drop table matter_search;
alter table matter_search_new rename to matter_search;
insert into matter_search (matter_search) values ('optimize');
create virtual table matter_search_public_new using fts5 (tokens,
    tokenize = 'unicode61 remove_diacritics 0', detail = none,
    columnsize = 0);
insert into matter_search_public_new (rowid, tokens)
select rowid, tokens from matter_search_public order by rowid;
drop table matter_search_public;
alter table matter_search_public_new rename to matter_search_public;
insert into matter_search_public (matter_search_public) values ('optimize');
drop index matter_deputy;
create index matter_deputy on matter (deputy_id, lease_until, id)
    where state = 'claimed';
-- postgres:
-- Whoever adds words reads the page of its matter's id, into which all others
-- write their new ones: serializable writers would never get past each other.
-- No matter is ever deleted.
alter table matter_text drop constraint matter_text_matter_id_fkey;
-- For the same reason single rows are found by hash: a bucket holds forty
-- that have nothing to do with each other, a page of a tree hundreds.
create index matter_code_find on matter using hash (code)
    with (fillfactor = 10);
create index matter_public_find on matter using hash (public_code)
    with (fillfactor = 10) where public_code <> '';
drop index matter_deputy;
create index matter_deputy on matter using hash (deputy_id)
    with (fillfactor = 10) where state = 'claimed';
-- both:
drop index matter_phone;
drop index matter_organ;
create index matter_organ on matter (lead_organ, state)
    where lead_organ > 0;
drop index matter_lease;
create index matter_lease on matter (lease_until) where state = 'claimed';
