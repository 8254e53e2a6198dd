-- ---- whose deputy is whose ----

-- name: deputies_near(lo int, hi int, village int, town int, county int, city int, province int, nation int, now int) many deputy_near
-- roles: all
-- why: Whose cells lie in an area or hold it, by patch_now, and who has no
-- cell but her congress's area, by deputy_patch: a few hundred; once for each
-- congress she sits in on that day.  Those nearest come first, as along one
-- line of areas a lower one's code is larger: the hundreds who look after the
-- whole country crowd out nobody of the town.
-- text: place patch_name
select d.id, d.code, d.name, near.area as patch, d.motto, m.level, m.area,
       m.constituency, coalesce(a.name, '') as place,
       coalesce(p.name, '') as patch_name
from (
    select id, area from (select deputy_id as id, area from patch
        where until_at = 0 and area >= :lo and area < :hi
        order by area, patch.id limit 60) as n0
    union
    select id, area from (select deputy_id as id, area from patch
        where until_at = 0 and area in (:village, :town, :county, :city,
                                        :province, :nation)
        order by area desc, patch.id limit 150) as n1
    union
    select id, area from (select id, patch as area from deputy
        where patch in (:town, :county, :city, :province, :nation)
          and state = 'active'
        order by patch desc, id limit 150) as n2) as near
join deputy d on d.id = near.id
join mandate m on m.deputy_id = d.id
left join area a on a.code = m.area
left join area p on p.code = near.area
where m.state = 'active' and m.since_at <= :now
  and (m.until_at = 0 or m.until_at > :now)
order by m.level desc, near.area desc, d.id limit 900;

-- name: deputies_after(area int, constituency text, but int) many deputy_after
-- roles: all
-- why: Who sits for a constituency now; a congress has some hundred mandates
-- of this term, by mandate_area, the latest of them first.
select d.id, d.code, d.name from mandate m join deputy d on d.id = m.deputy_id
where m.area = :area and m.constituency = :constituency
  and m.state = 'active' and d.id <> :but and d.state = 'active'
order by m.since_at desc limit 3;
