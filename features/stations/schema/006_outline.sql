-- The outline of an area for maps: rings of "lat,lon" in millionths of a
-- degree (WGS-84), the points parted by blanks, the rings by ";".
create table area_outline (
    area integer primary key,
    rings text not null,
    by_account integer not null
);
