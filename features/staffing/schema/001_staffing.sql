-- The further stations at which a deputy can be met, beside her main one
-- (deputy.station_id).
create table station_deputy (
    id integer primary key,
    station_id integer not null references station (id),
    deputy_id integer not null references deputy (id),
    since_at integer not null,
    until_at integer not null,          -- 0: goes on
    by_account integer not null
);
create index station_deputy_station on station_deputy (station_id, id);
create index station_deputy_deputy on station_deputy (deputy_id, id);
