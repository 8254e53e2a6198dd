-- ---- patches: the cells of the grid and their deputies ----

-- part: cell_end
c.code + case c.level when 1 then 100000000000000 when 2 then 1000000000000
                      when 3 then 10000000000 when 4 then 10000000
                      when 5 then 10000 when 6 then 1000 when 7 then 100
                      when 8 then 10 else 1 end

-- part: cell_has
exists (select 1 from patch p
        where p.until_at = 0 and p.area >= c.code and p.area < {cell_end})

-- part: part_end
x.code + case x.level when 1 then 100000000000000 when 2 then 1000000000000
                      when 3 then 10000000000 when 4 then 10000000
                      when 5 then 10000 when 6 then 1000 when 7 then 100
                      when 8 then 10 else 1 end

-- part: parts_bare
from area x where x.parent = c.code
  and not exists (select 1 from patch p
                  where p.until_at = 0 and p.area >= x.code
                    and p.area < {part_end})
  and not exists (select 1 from patch w
                  where w.until_at = 0 and w.area = c.code and c.level >= 5)

-- name: cells_of(parent int, after int, whole int, bare int) many cell_row
-- roles: all
-- why: Cells right beneath an area, by area_parent: whether any deputy has a
-- patch in them, by patch_now, and how many parts of theirs have none.  Who
-- has a whole village or grid (`whole`: one above has it) has all its parts.
select c.code, c.level, c.name,
       case when :whole = 1 or {cell_has} then 1 else 0 end as has,
       (select count(*) from area y where y.parent = c.code) as parts,
       case when :whole = 1 then 0
            else (select count(*) {parts_bare}) end as bare
from area c
where c.parent = :parent and c.code > :after
  and (:bare = 0 or (:whole = 0 and (not {cell_has}
                                     or exists (select 1 {parts_bare}))))
order by c.code limit 51;

-- name: cells_count(parent int) one cells_count
-- roles: all
-- why: How many of them there are and how many have a deputy; no area has
-- 2,000 beneath it.
select count(*) as n,
       coalesce(sum(case when {cell_has} then 1 else 0 end), 0) as covered
from area c where c.parent = :parent;

-- name: patch_held(village int, grid1 int, grid2 int, grid3 int, area int) one patch_held
-- roles: all
-- why: Whether the area, or a village or grid above it, is somebody's.
select count(*) as n from patch
where until_at = 0 and area in (:village, :grid1, :grid2, :grid3, :area);

-- name: patches_at(area int) many patch_person
-- roles: all
-- why: Whose this very cell is.
select p.id, p.area, p.since_at, d.code, d.name
from patch p join deputy d on d.id = p.deputy_id
where p.until_at = 0 and p.area = :area order by p.id limit 100;

-- name: patches_beneath(parent int, after int, last int) many patch_person
-- roles: all
-- why: Whose the cells of one page are.  `cross join` and `+ 0` have SQLite
-- go from each cell to patch_now, not through all patches there are.
select p.id, p.area, p.since_at, d.code, d.name
from area c cross join patch p
join deputy d on d.id = p.deputy_id
where c.parent = :parent and c.code > :after and c.code <= :last
  and p.area = c.code + 0 and p.until_at = 0
order by c.code, p.id limit 500;

-- name: patches_past(area int) many patch_past
-- roles: all
-- why: Whose it was before, by patch_area.
select p.id, p.since_at, p.until_at, d.code, d.name
from patch p join deputy d on d.id = p.deputy_id
where p.area = :area and p.until_at > 0 order by p.id desc limit 50;

-- name: patches_of(deputy_id int) many patch_row
-- roles: all
-- why: A deputy's cells, the first one first; a handful.
select p.id, p.area, p.since_at, p.until_at from patch p
where p.deputy_id = :deputy_id order by p.id limit 100;

-- name: patch_by_id(id int) one patch_one
-- roles: sysadmin presidium county
select p.id, p.area, p.deputy_id, d.code, d.area as congress
from patch p join deputy d on d.id = p.deputy_id
where p.id = :id and p.until_at = 0;

-- name: patch_add(id int, deputy_id int, area int, since int) changes 1
-- roles: sysadmin presidium county
insert into patch (id, deputy_id, area, since_at, until_at)
values (:id, :deputy_id, :area, :since, 0);

-- name: patch_end(id int, until int) changes 1
-- roles: sysadmin presidium county
update patch set {ended_then} where id = :id and until_at = 0;

-- name: patch_correct(id int, area int) changes 1
-- roles: sysadmin presidium county
-- why: It was written down wrong: the other never was hers.
update patch set area = :area where id = :id;

-- name: patch_gone(id int) changes 1
-- roles: sysadmin presidium county
delete from patch where id = :id;

-- name: patches_gone(deputy_id int) changes any
-- roles: sysadmin presidium county
delete from patch where deputy_id = :deputy_id;

-- name: patches_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Of two rows of one person; a cell that both have is hers once.
update patch set deputy_id = :to_id
where deputy_id = :from_id
  and not exists (select 1 from patch n
                  where n.deputy_id = :to_id and n.until_at = 0
                    and n.area = patch.area);

-- name: patches_leave(deputy_id int, until int) changes any
-- roles: sysadmin presidium county
-- why: Who is no deputy any more looks after no cell.
update patch set {ended_then} where deputy_id = :deputy_id and until_at = 0;

-- name: patches_leave_term(term_id int, until int) changes any
-- roles: sysadmin presidium county
update patch set {ended_then} where {gone_with_term} and until_at = 0;

-- part: first_patch
patch = coalesce((select p.area from patch p
                  where p.deputy_id = deputy.id and p.until_at = 0
                  order by p.id limit 1), area)

-- name: deputy_patch_settle(id int) changes 1
-- roles: sysadmin presidium county
-- why: The first of her cells, or her congress's area.
update deputy set {first_patch} where id = :id;

-- name: deputies_patch_settle_term(term_id int) changes any
-- roles: sysadmin presidium county
update deputy set {first_patch}
where id in (select x.deputy_id from mandate x where x.term_id = :term_id);

-- name: deputy_has_patches(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Any cell but the one that she was written down with and has still; all
-- of her congress's area is none.  By patch_deputy.
select case when exists (
    select 1 from patch p join deputy d on d.id = p.deputy_id
    where p.deputy_id between :lo and :hi
      and (p.until_at > 0 or d.patch <> p.area or d.patch = d.area))
            then 1 else 0 end as used;
