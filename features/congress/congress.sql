-- part: term_rows
select id, area, number, since_at, until_at, seats from term

-- name: term_by_id(id int) one term_row
-- roles: all
{term_rows} where id = :id;

-- name: terms_of(area int) many term_row
-- roles: all
-- why: All terms of a congress, the newest first; one in five years.
{term_rows} where area = :area order by number desc limit 99;

-- name: term_newest(area int) many term_row
-- roles: all
{term_rows} where area = :area order by number desc limit 1;

-- name: terms_within(lo int, hi int, after int) many term_place
-- roles: all
-- why: The newest term of each congress of a part of the country, by the
-- unique key on (area, number), a page at a time behind an area.
-- text: place
select t.id, t.area, t.number, t.since_at, t.seats,
       coalesce(a.name, '') as place
from term t left join area a on a.code = t.area
where t.area >= :lo and t.area < :hi and t.area > :after
  and t.number = (select max(n.number) from term n where n.area = t.area)
order by t.area limit 51;

-- name: term_add(id int, area int, number int, since int, seats int) changes 1
-- roles: sysadmin presidium county
insert into term (id, area, number, since_at, until_at, seats)
values (:id, :area, :number, :since, 0, :seats);

-- name: term_end(id int, until int) changes 1
-- roles: sysadmin presidium county
update term set until_at = :until where id = :id and until_at = 0;

-- name: sessions_of(term_id int) many term_session_row
-- roles: all
select id, number, opens_at, closes_at from term_session
where term_id = :term_id order by number limit 99;

-- name: session_of_term_add(id int, term_id int, number int, opens int, closes int) changes 1
-- roles: sysadmin presidium county
insert into term_session (id, term_id, number, opens_at, closes_at)
values (:id, :term_id, :number, :opens, :closes);

-- name: session_of_term_close(id int, closes int) changes 1
-- roles: sysadmin presidium county
update term_session set closes_at = :closes where id = :id;

-- name: constituencies_of(term_id int) many constituency_row
-- roles: all
-- why: A county has two hundred, a town sixty.
select id, number, name, seats from constituency
where term_id = :term_id order by number, id limit 1000;

-- name: constituency_add(id int, term_id int, number int, name text, seats int) changes 1
-- roles: sysadmin presidium county
insert into constituency (id, term_id, number, name, seats)
values (:id, :term_id, :number, :name, :seats);

-- name: delegations_of(term_id int) many delegation_row
-- roles: all
select id, name from delegation where term_id = :term_id
order by id limit 200;

-- name: delegation_add(id int, term_id int, name text) changes 1
-- roles: sysadmin presidium county
insert into delegation (id, term_id, name) values (:id, :term_id, :name);

-- name: area_has_terms(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether the area has a congress, when it is to go.
select case when exists (select 1 from term t where t.area between :lo and :hi)
            then 1 else 0 end as used;
