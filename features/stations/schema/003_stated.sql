-- 公布数: how many stations or deputies a place says it has.  It stands beside
-- what is counted; nothing is corrected by it.
create table stated_total (
    id integer primary key,
    area integer not null,
    what text not null,                 -- stations | deputies
    number integer not null,
    source text not null,               -- who said so, where
    as_of integer not null,             -- the day it is of
    by_account integer not null
);
create index stated_total_area on stated_total (area, what, as_of, id);
