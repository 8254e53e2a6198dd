-- 责任田: which cells of the grid a deputy looks after, from when to when.
-- This is the one truth; the column `patch` of a deputy is settled from it:
-- the first of her cells today, or all of her congress's area if she has
-- none.
create table patch (
    id integer primary key,
    deputy_id integer not null references deputy (id),
    area integer not null,              -- the cell, with its subtree
    since_at integer not null,          -- 0: not known
    until_at integer not null           -- 0: goes on
);
create index patch_now on patch (until_at, area);
create index patch_area on patch (area, id);
create index patch_deputy on patch (deputy_id, id);
create unique index patch_once on patch (deputy_id, area)
    where until_at = 0;

-- Who had a cell of her own keeps it.
insert into patch (id, deputy_id, area, since_at, until_at)
select id, id, patch, 0, 0 from deputy
where patch <> 0 and patch <> area and state <> 'ended';
