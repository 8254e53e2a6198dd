-- Where a station stands, for maps: WGS-84, in millionths of a degree.
create table station_spot (
    station_id integer primary key references station (id),
    lat integer not null,
    lon integer not null,
    by_account integer not null
);
