-- 站长、副站长、联络员: who holds a post at a station, and who held it.
create table station_staff (
    id integer primary key,
    station_id integer not null references station (id),
    post text not null,                 -- a name of the setting station.posts
    also text not null,                 -- 立法信息员, or empty
    name text not null,                 -- public, as the post is
    deputy_id integer not null,         -- 0: no deputy
    deputy_code text not null,          -- for links; codes never change
    account_id integer not null,        -- 0: none
    phone text not null,                -- of the post, public
    since_at integer not null,
    until_at integer not null,          -- 0: goes on
    by_account integer not null
);
create index station_staff_station on station_staff (station_id, id);
