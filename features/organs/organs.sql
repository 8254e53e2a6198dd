-- name: organ_by_id(id int) one organ_row
-- roles: staff
select id, area, kind, name, state from organ where id = :id;

-- name: organ_named(area int, name text) many organ_row
-- roles: sysadmin presidium county
-- why: Asked before adding, for a sentence instead of a conflict.
select id, area, kind, name, state from organ
where area = :area and name = :name;

-- name: organ_list(lo int, hi int, after int) many organ_line
-- roles: staff
-- why: A page of a range of areas, by organ_area; goes on behind an organ.
-- text: place
select o.id, o.area, o.kind, o.name, o.state, coalesce(a.name, '') as place
from organ o left join area a on a.code = o.area
where o.area >= :lo and o.area < :hi
  and (:after = 0 or (o.area, o.name) >
       (select x.area, x.name from organ x where x.id = :after))
order by o.area, o.name limit 51;

-- name: organs_of_line(nation int, province int, city int, county int, town int, village int, grid1 int, grid2 int, grid3 int, code int) many organ_line
-- roles: staff
-- why: Active organs of an area and of all above it, nearest last; by
-- organ_area.  A county has a hundred.
-- text: place
select o.id, o.area, o.kind, o.name, o.state, coalesce(a.name, '') as place
from organ o left join area a on a.code = o.area
where o.area in (:nation, :province, :city, :county, :town, :village,
                 :grid1, :grid2, :grid3, :code)
  and o.state = 'active'
order by o.area, o.name limit 500;

-- name: organ_add(id int, area int, kind text, name text) changes 1
-- roles: sysadmin presidium county
insert into organ (id, area, kind, name, state)
values (:id, :area, :kind, :name, 'active');

-- name: organ_close(id int) changes 1
-- roles: sysadmin presidium county
update organ set state = 'closed' where id = :id and state = 'active';

-- ---- taken in with a register, and taken back ----

-- name: organ_turn(id int, kind text) changes 1
-- roles: sysadmin presidium county secadmin
update organ set kind = :kind where id = :id;

-- name: organ_gone(id int) changes 1
-- roles: sysadmin presidium county secadmin
delete from organ where id = :id;

-- name: area_has_organs(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By organ_area, closed ones too.
select case when exists (select 1 from organ o where o.area between :lo and :hi)
            then 1 else 0 end as used;
