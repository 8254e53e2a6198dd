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

-- part: station_places
trim(coalesce(p.name, '') || ' ' || coalesce(a.name, '')) as place
from station s
left join area a on a.code = s.area
left join area p on p.code = a.parent
where s.area >= :lo and s.area < :hi

-- name: station_list(lo int, hi int, after int, pattern text, state text?) many station_line
-- roles: all
-- why: A page of a range of areas, in the order of station_area; a next page
-- begins at the last one's area, behind it.  `state` empty gives all.
-- text: place
select s.id, s.code, s.area, s.kind, s.name, s.address, s.phone, s.hours,
       s.state, {station_places} and (s.area > :lo or s.id > :after)
  and s.name like :pattern escape '\'
  and (:state is null or s.state = :state)
order by s.area, s.id limit 25;

-- name: station_open(lo int, hi int) many station_option
-- roles: all
-- why: What a form offers to choose from; by station_area.
-- text: place
select s.code, s.name,
       {station_places} and s.state = 'open'
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

-- ---- posts ----

-- part: staff_rows
select id, station_id, post, also, name, deputy_id, deputy_code, account_id,
       phone, since_at, until_at
from station_staff

-- name: station_staff_of(station_id int) many station_staff_row
-- roles: all
-- why: All who hold or held a post at a station, in the order of their
-- appointment; a few in a year.
{staff_rows} where station_id = :station_id order by id limit 300;

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
