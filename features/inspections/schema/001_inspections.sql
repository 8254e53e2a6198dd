-- 六有检查: a sheet for each station and day, with the items of that day.
create table inspection (
    id integer primary key,
    station_id integer not null references station (id),
    on_at integer not null,             -- the day of the visit
    inspector text not null,            -- who went, by name
    state text not null,                -- draft | final | withdrawn
    points integer not null,            -- of a final one
    most integer not null,
    why text not null,                  -- it was withdrawn
    by_account integer not null
);
create index inspection_station on inspection (station_id, on_at, id);

create table inspection_item (
    inspection_id integer not null references inspection (id),
    place integer not null,             -- 1, 2, ...
    name text not null,
    most integer not null,
    mark text not null,                 -- yes | partly | no; empty: not yet
    points integer not null,
    evidence text not null,
    primary key (inspection_id, place)
);

-- Where a station stands: settled from its final sheets.
create table station_score (
    station_id integer primary key references station (id),
    on_at integer not null,
    points integer not null,
    most integer not null,
    fell integer not null               -- 1: below the one before
);
