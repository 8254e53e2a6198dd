-- name: staffing_account(login text, lo int, hi int) many staffing_account
-- roles: sysadmin presidium county
-- why: A live account that has a grant within the areas; by its login.
select a.id from account a
where a.login = :login and a.state = 'active'
  and exists (select 1 from role_grant g
              where g.account_id = a.id
                and g.area_lo >= :lo and g.area_lo < :hi);

-- name: staffing_login(id int) one staffing_login
-- roles: sysadmin presidium county
select login from account where id = :id;

-- part: attached_now
since_at <= :now and (until_at = 0 or until_at > :now)

-- name: station_deputies(station_id int, now int, after int) many station_deputy_line
-- roles: all
-- why: Deputies in office who can be met at a station: whose main one it is,
-- and who are attached; fifty a page, a few dozen at most stations.
-- text: place
select d.id, d.code, d.name, d.level, d.motto, d.station_id,
       coalesce(a.name, '') as place
from deputy d left join area a on a.code = d.area
where d.id in (select m.id from deputy m where m.station_id = :station_id
               union all
               select k.deputy_id from station_deputy k
               where k.station_id = :station_id and {attached_now})
  and d.state = 'active' and d.id > :after
order by d.id limit 51;

-- name: station_deputies_of(station_id int) many station_deputy_row
-- roles: sysadmin presidium county
-- why: Who was ever attached to a station, the last one first.
select s.id, s.deputy_id, d.code, d.name, d.state, s.since_at, s.until_at
from station_deputy s join deputy d on d.id = s.deputy_id
where s.station_id = :station_id order by s.id desc limit 300;

-- name: station_deputy_at(station_id int, deputy_id int, now int) many station_deputy_id
-- roles: sysadmin presidium county
-- why: Whether she is attached already; along station_deputy_deputy.
select id from station_deputy
where deputy_id = :deputy_id and station_id = :station_id and {attached_now}
order by id limit 1;

-- name: stations_of_deputy(deputy_id int, now int) many deputy_station_line
-- roles: all
-- why: The further stations of a deputy, for her page and her card.
select s.id, s.code, s.name, s.address, s.hours
from station_deputy k join station s on s.id = k.station_id
where k.deputy_id = :deputy_id and {attached_now} and s.state = 'open'
order by k.id limit 50;

-- name: station_deputy_add(id int, station_id int, deputy_id int, since int, by_account int) changes 1
-- roles: sysadmin presidium county
insert into station_deputy (id, station_id, deputy_id, since_at, until_at,
                            by_account)
values (:id, :station_id, :deputy_id, :since, 0, :by_account);

-- name: station_deputy_end(id int, station_id int, now int) changes 1
-- roles: sysadmin presidium county
update station_deputy set until_at = :now
where id = :id and station_id = :station_id
  and (until_at = 0 or until_at > :now);

-- ---- two rows of one person ----

-- part: twice_attached
(select k.station_id from station_deputy k
 where k.deputy_id = :to_id and k.since_at <= :now
   and (k.until_at = 0 or k.until_at > :now))

-- name: station_deputy_twice_end(from_id int, to_id int, now int) changes any
-- roles: sysadmin presidium county
-- why: Where both were attached one is enough; by station_deputy_deputy.
update station_deputy set until_at = :now
where deputy_id = :from_id and {attached_now}
  and station_id in {twice_attached};

-- name: station_deputy_move(from_id int, to_id int, now int) changes any
-- roles: sysadmin presidium county
-- why: What is over keeps the row that was there.
update station_deputy set deputy_id = :to_id
where deputy_id = :from_id and (until_at = 0 or until_at > :now);

-- name: station_deputy_main_kept(id int, from_id int, to_id int, now int, by_account int) changes any
-- roles: sysadmin presidium county
-- why: The main station of the row that goes is a further one of her now.
insert into station_deputy (id, station_id, deputy_id, since_at, until_at,
                            by_account)
select :id, g.station_id, :to_id, :now, 0, :by_account
from deputy g join deputy d on d.id = :to_id
where g.id = :from_id and g.station_id > 0 and g.station_id <> d.station_id
  and g.station_id not in {twice_attached};

-- name: station_staff_move(from_id int, to_id int, code text, now int) changes any
-- roles: sysadmin presidium county
-- why: Posts that go on; by station_staff_deputy.
update station_staff
set deputy_id = :to_id, deputy_code = :code,
    name = (select d.name from deputy d where d.id = :to_id)
where deputy_id = :from_id and (until_at = 0 or until_at > :now);

-- ---- whether something is in use (desk/in_use.h) ----

-- name: deputy_is_staff(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By station_deputy_deputy and station_staff_deputy; left ones too.
select case when exists (select 1 from station_deputy k
                         where k.deputy_id between :lo and :hi)
              or exists (select 1 from station_staff f
                         where f.deputy_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: station_is_attached(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By station_deputy_station.
select case when exists (select 1 from station_deputy k
                         where k.station_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: account_is_staff(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether somebody in a post acts with it; by station_staff_account.
select case when exists (select 1 from station_staff f
                         where f.account_id between :lo and :hi
                           and f.account_id > 0)
            then 1 else 0 end as used;
