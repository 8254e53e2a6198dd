-- name: kiosk_deputies(station_id int, now int, after int) many kiosk_deputy
-- roles: all
-- why: A screen of six and one more of those who can be met at a station,
-- whose main one it is or who are attached (staffing); by deputy_station and
-- station_deputy_station.
-- text: patch
select d.id, d.code, d.name, d.level, d.motto, coalesce(a.name, '') as patch
from deputy d left join area a on a.code = d.patch
where d.id in (select m.id from deputy m where m.station_id = :station_id
               union all
               select k.deputy_id from station_deputy k
               where k.station_id = :station_id and k.since_at <= :now
                 and (k.until_at = 0 or k.until_at > :now))
  and d.id > :after and d.state = 'active'
order by d.id limit 7;

-- name: kiosk_stations(lo int, hi int, after int) many kiosk_station
-- roles: all
-- why: Open stations around, in the order of station_area; a next screen
-- begins at the last one's area, behind it.
-- text: place
select s.id, s.code, s.area, s.name, s.address, s.phone, s.hours,
       coalesce(a.name, '') as place
from station s left join area a on a.code = s.area
where s.area >= :lo and s.area < :hi and (s.area > :lo or s.id > :after)
  and s.state = 'open'
order by s.area, s.id limit 7;
