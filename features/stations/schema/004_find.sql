-- Finding stations: by kind in the order of areas, counting them out of an
-- index alone, and by a part of the name.
create index station_kind on station (kind, area, id);
create index station_count on station (state, area, id, kind);

-- Every two letters that stand beside each other in a name: a part of a name
-- is found in the order of areas, however many stations there are.
-- sqlite:
create table station_pair (
    pair text not null,                 -- in lower case
    area integer not null,              -- the station's
    station_id integer not null,
    primary key (pair, area, station_id)
) without rowid;
-- postgres:
create table station_pair (
    pair text not null,
    area integer not null,
    station_id integer not null,
    primary key (pair, area, station_id)
);
-- both:
insert into station_pair (pair, area, station_id)
select distinct lower(substr(s.name, p.n, 2)), s.area, s.id
from station s
join (with recursive spot (n) as (
          select 1 union all select n + 1 from spot where n < 59)
      select n from spot) p on p.n < length(s.name);
