-- name: area_by_code(code int) one area_row
-- roles: all
select code, parent, level, name from area where code = :code;

-- name: area_line(nation int, province int, city int, county int, town int, village int, grid1 int, grid2 int, grid3 int, code int) many area_row
-- roles: all
-- why: An area and all above it in one read; those of a level that the area
-- does not reach are the area itself.
select code, parent, level, name from area
where code in (:nation, :province, :city, :county, :town, :village,
               :grid1, :grid2, :grid3, :code)
order by code;

-- name: area_children(parent int) many area_row
-- roles: all
-- why: By area_parent.  No area of the country has 2,000 beneath it.
select code, parent, level, name from area
where parent = :parent order by code limit 2000;

-- name: area_next(code int) many area_row
-- roles: all
-- why: The first area from here on: finds the tops of a part of the country.
select code, parent, level, name from area
where code >= :code order by code limit 1;

-- name: area_search(low text, high text) many area_found
-- roles: all
-- why: Names that begin so, by area_name; with the two above, for there are
-- many of the same name.
-- text: above top
select a.code, a.level, a.name, coalesce(p.name, '') as above,
       coalesce(g.name, '') as top
from area a
left join area p on p.code = a.parent
left join area g on g.code = p.parent
where a.name >= :low and a.name < :high
order by a.name, a.code limit 50;
-- postgres:
select a.code, a.level, a.name, coalesce(p.name, '') as above,
       coalesce(g.name, '') as top
from area a
left join area p on p.code = a.parent
left join area g on g.code = p.parent
where a.name collate "C" >= :low and a.name collate "C" < :high
order by a.name collate "C", a.code limit 50;

-- name: area_put(code int, parent int, level int, name text) changes any
-- roles: sysadmin
-- why: An import that is repeated writes nothing.
insert into area (code, parent, level, name)
values (:code, :parent, :level, :name)
on conflict (code) do update set name = excluded.name
where area.name <> excluded.name;

-- name: area_count() one area_count
-- roles: all
-- why: For commands and tests; walks the table.
select count(*) as areas from area;

-- ---- taken in with a register, and taken back ----

-- name: area_rename(code int, name text) changes 1
-- roles: sysadmin presidium county secadmin
update area set name = :name where code = :code;

-- name: area_new(code int, parent int, level int, name text) changes 1 later
-- roles: sysadmin presidium county secadmin
insert into area (code, parent, level, name)
values (:code, :parent, :level, :name);

-- name: area_gone(code int) changes 1
-- roles: sysadmin presidium county secadmin
delete from area where code = :code;

-- name: area_has_areas(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether one lies in it; by area_parent.
select case when exists (select 1 from area a
                         where a.parent between :lo and :hi)
            then 1 else 0 end as used;
