-- ---- whose deputy is whose ----

-- part: of_patch
and state = 'active' order by patch, id limit 100

-- name: deputies_near(lo int, hi int, village int, town int, county int, city int, province int, nation int, now int) many deputy_near
-- roles: all
-- why: Whose patch lies in an area or holds it, a hundred of each place, by
-- deputy_patch; once for each congress she sits in on that day.  Those
-- nearest come first, as along one line of areas a lower one's code is larger.
-- text: place patch_name
select d.id, d.code, d.name, d.patch, d.motto, m.level, m.area,
       m.constituency, coalesce(a.name, '') as place,
       coalesce(p.name, '') as patch_name
from (
    select id from (select id from deputy
        where patch >= :lo and patch < :hi {of_patch}) as n0
    union all
    select id from (select id from deputy
        where patch = :village {of_patch}) as n1
    union all
    select id from (select id from deputy where patch = :town {of_patch}) as n2
    union all
    select id from (select id from deputy
        where patch = :county {of_patch}) as n3
    union all
    select id from (select id from deputy where patch = :city {of_patch}) as n4
    union all
    select id from (select id from deputy
        where patch = :province {of_patch}) as n5
    union all
    select id from (select id from deputy
        where patch = :nation {of_patch}) as n6) as near
join deputy d on d.id = near.id
join mandate m on m.deputy_id = d.id
left join area a on a.code = m.area
left join area p on p.code = d.patch
where m.state = 'active' and m.since_at <= :now
  and (m.until_at = 0 or m.until_at > :now)
order by m.level desc, d.patch desc, d.id limit 900;

-- name: deputies_after(area int, constituency text, but int) many deputy_after
-- roles: all
-- why: Who sits for a constituency now; a congress has some hundred mandates
-- of this term, by mandate_area, the latest of them first.
select d.id, d.code, d.name from mandate m join deputy d on d.id = m.deputy_id
where m.area = :area and m.constituency = :constituency
  and m.state = 'active' and d.id <> :but and d.state = 'active'
order by m.since_at desc limit 3;
