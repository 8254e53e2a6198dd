-- part: station_rows
select id, code, area, parent_id, kind, name, address, phone, hours, theme,
       state
from station

-- name: station_by_id(id int) one station_row
-- roles: all
{station_rows} where id = :id;

-- name: station_by_code(code text) one station_row
-- roles: all
{station_rows} where code = :code;

-- name: station_named(area int, name text) many station_name
-- roles: sysadmin presidium county
-- why: A name stands once in an area; by station_area.
select id from station where area = :area and name = :name
order by id limit 1;

-- part: station_place
trim(coalesce(p.name, '') || ' ' || coalesce(a.name, '')) as place

-- part: station_areas
left join area a on a.code = s.area
left join area p on p.code = a.parent

-- part: station_lines
select s.id, s.code, s.area, s.kind, s.name, s.address, s.phone, s.hours,
       s.state, {station_place}

-- name: station_list(lo int, hi int, after int, state text?) many station_line
-- roles: all
-- why: A page of a range of areas, in the order of station_area; a next page
-- begins at the last one's area, behind it.  `state` empty gives all.
-- text: place
{station_lines}
from station s {station_areas}
where s.area >= :lo and s.area < :hi and (s.area > :lo or s.id > :after)
  and (:state is null or s.state = :state)
order by s.area, s.id limit 25;

-- name: station_list_of_kind(kind text, lo int, hi int, after int, state text?) many station_line
-- roles: all
-- why: The same of one kind, in the order of station_kind.
-- text: place
{station_lines}
from station s {station_areas}
where s.kind = :kind
  and s.area >= :lo and s.area < :hi and (s.area > :lo or s.id > :after)
  and (:state is null or s.state = :state)
order by s.area, s.id limit 25;

-- name: station_list_named(pair text, lo int, hi int, after int, pattern text, kind text?, state text?) many station_line
-- roles: all
-- why: The same with a part of the name, along its rarest two letters.
-- text: place
{station_lines}
from station_pair w join station s on s.id = w.station_id {station_areas}
where w.pair = :pair and w.area >= :lo and w.area < :hi
  and (w.area > :lo or w.station_id > :after)
  and lower(s.name) like :pattern escape '\'
  and (:kind is null or s.kind = :kind)
  and (:state is null or s.state = :state)
order by w.area, w.station_id limit 25;

-- name: station_pair_count(pair text, lo int, hi int) one station_pair_count
-- roles: all
-- why: How rare two letters are; looks at 300 at most.
select count(*) as n
from (select 1 from station_pair
      where pair = :pair and area >= :lo and area < :hi limit 300) few;

-- part: name_pairs
(with recursive spot (n) as (
     select 1 union all select n + 1 from spot where n < 59)
 select lower(substr(cast(:name as text), n, 2)) as pair
 from spot where n < length(cast(:name as text)))

-- name: station_pairs_add(id int, area int, name text) changes any
-- roles: sysadmin presidium county
insert into station_pair (pair, area, station_id)
select distinct q.pair, :area, :id from {name_pairs} q;

-- name: station_pairs_drop(id int, area int, name text) changes any
-- roles: sysadmin presidium county
-- why: The name and area as they were.
delete from station_pair
where area = :area and station_id = :id and pair in {name_pairs};

-- name: station_kind_counts(lo int, hi int, most int) many station_kind_count
-- roles: all
-- why: Open stations by kind, out of station_count alone; of more than `most`
-- nobody is told how many.
select few.kind, count(*) as n
from (select kind from station
      where state = 'open' and area >= :lo and area < :hi
      order by area, id limit :most) few
group by few.kind order by few.kind;

-- name: station_open(lo int, hi int) many station_option
-- roles: all
-- why: What a form offers to choose from; by station_area.
-- text: place
select s.code, s.name, {station_place}
from station s {station_areas}
where s.area >= :lo and s.area < :hi and s.state = 'open'
order by s.area, s.id limit 500;

-- name: station_add(id int, code text, area int, parent_id int, kind text, name text, address text, phone text, hours text, theme text) changes 1
-- roles: sysadmin presidium county
insert into station (id, code, area, parent_id, kind, name, address, phone,
                     hours, theme, state)
values (:id, :code, :area, :parent_id, :kind, :name, :address, :phone,
        :hours, :theme, 'open');

-- name: station_edit(id int, area int, parent_id int, kind text, name text, address text, phone text, hours text, theme text) changes 1
-- roles: sysadmin presidium county
update station set area = :area, parent_id = :parent_id, kind = :kind,
       name = :name, address = :address, phone = :phone, hours = :hours,
       theme = :theme
where id = :id;

-- name: station_close(id int) changes 1
-- roles: sysadmin presidium county
update station set state = 'closed' where id = :id and state = 'open';

-- name: station_reopen(id int) changes 1
-- roles: sysadmin presidium county
update station set state = 'open' where id = :id and state = 'closed';

-- ---- posts ----

-- part: staff_rows
select id, station_id, post, also, name, deputy_id, deputy_code, account_id,
       phone, since_at, until_at
from station_staff

-- name: station_staff_of(station_id int) many station_staff_row
-- roles: all
-- why: All who hold or held a post at a station, the last appointed first; a
-- few in a year.
{staff_rows} where station_id = :station_id order by id desc limit 300;

-- name: station_staff_by_id(id int) one station_staff_row
-- roles: sysadmin presidium county
{staff_rows} where id = :id;

-- name: station_staff_add(id int, station_id int, post text, also text, name text, deputy_id int, deputy_code text, account_id int, phone text, since int, by_account int) changes 1
-- roles: sysadmin presidium county
insert into station_staff (id, station_id, post, also, name, deputy_id,
                           deputy_code, account_id, phone, since_at,
                           until_at, by_account)
values (:id, :station_id, :post, :also, :name, :deputy_id, :deputy_code,
        :account_id, :phone, :since, 0, :by_account);

-- name: station_staff_end(id int, until int, now int) changes 1
-- roles: sysadmin presidium county
-- why: Of two who write at once the second finds it ended.
update station_staff set until_at = :until
where id = :id and (until_at = 0 or until_at > :now);

-- ---- stated totals ----

-- part: stated_rows
select id, area, what, number, source, as_of from stated_total

-- name: stated_newest(area int, what text) many stated_row
-- roles: all
{stated_rows} where area = :area and what = :what
order by as_of desc, id desc limit 1;

-- name: stated_of(area int, what text) many stated_row
-- roles: all
-- why: All that a place ever said, the newest first; one or two in a year.
{stated_rows} where area = :area and what = :what
order by as_of desc, id desc limit 100;

-- name: stated_add(id int, area int, what text, number int, source text, as_of int, by_account int) changes 1
-- roles: sysadmin presidium county
insert into stated_total (id, area, what, number, source, as_of, by_account)
values (:id, :area, :what, :number, :source, :as_of, :by_account);

-- ---- what a place decides itself ----

-- name: station_rule_put(area int, name text, since int, value text, by_account int) changes 1
-- roles: sysadmin presidium county
-- why: A new version of a setting of stations; the handler knows the names.
insert into setting (area, name, since_at, value, by_account)
values (:area, :name, :since, :value, :by_account)
on conflict (name, area, since_at) do update
set value = excluded.value, by_account = excluded.by_account;

-- ---- where they stand ----

-- name: station_spot(station_id int) many station_spot
-- roles: all
select lat, lon from station_spot where station_id = :station_id;

-- name: station_spot_put(station_id int, lat int, lon int, by_account int) changes 1
-- roles: sysadmin presidium county
insert into station_spot (station_id, lat, lon, by_account)
values (:station_id, :lat, :lon, :by_account)
on conflict (station_id) do update
set lat = excluded.lat, lon = excluded.lon, by_account = excluded.by_account;

-- name: station_spot_drop(station_id int) changes any
-- roles: sysadmin presidium county
delete from station_spot where station_id = :station_id;

-- name: station_dots(lo int, hi int) many station_dot
-- roles: all
-- why: The open stations of an area for its map, with or without a spot, in
-- the order of station_count; a map shows 200.
select s.code, s.name, s.kind, s.address,
       coalesce(p.lat, 0) as lat, coalesce(p.lon, 0) as lon
from station s left join station_spot p on p.station_id = s.id
where s.state = 'open' and s.area >= :lo and s.area < :hi
order by s.area, s.id limit 201;

-- name: area_outlines(area int) many area_outline_row
-- roles: all
-- why: An area's own outline and those right beneath it, its own first.
select o.area, o.rings from area_outline o
where o.area in (select :area
                 union all
                 select a.code from area a where a.parent = :area)
order by o.area limit 60;

-- name: area_outline_put(area int, rings text, by_account int) changes 1
-- roles: sysadmin presidium county
insert into area_outline (area, rings, by_account)
values (:area, :rings, :by_account)
on conflict (area) do update
set rings = excluded.rings, by_account = excluded.by_account;

-- name: area_outline_drop(area int) changes any
-- roles: sysadmin presidium county
delete from area_outline where area = :area;

-- ---- taken back with a register ----

-- name: station_gone(id int) changes 1
-- roles: sysadmin presidium county secadmin
delete from station where id = :id;

-- name: station_is_kept(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether stations stand beneath it, somebody was given a post or its
-- place was marked; by station_parent, station_staff_station and the key.
select case when exists (select 1 from station s
                         where s.parent_id between :lo and :hi
                           and s.parent_id > 0)
              or exists (select 1 from station_staff f
                         where f.station_id between :lo and :hi)
              or exists (select 1 from station_spot p
                         where p.station_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: area_has_stations(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Or what was stated about it, or its outline; by station_area,
-- stated_total_area and the key.
select case when exists (select 1 from station s
                         where s.area between :lo and :hi)
              or exists (select 1 from stated_total t
                         where t.area between :lo and :hi)
              or exists (select 1 from area_outline l
                         where l.area between :lo and :hi)
            then 1 else 0 end as used;
