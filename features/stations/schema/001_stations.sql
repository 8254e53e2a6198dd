-- 人大代表联络站.  Kinds are data (setting station.kinds); parents are free.
create table station (
    id integer primary key,
    code text not null unique,          -- public code, for QR
    area integer not null,              -- what it serves, with its subtree
    parent_id integer not null,         -- 0: none
    kind text not null,
    name text not null,
    address text not null,
    phone text not null,                -- of the station, public
    hours text not null,                -- in words
    theme text not null,
    state text not null                 -- open | closed
);
create index station_area on station (area, id);
