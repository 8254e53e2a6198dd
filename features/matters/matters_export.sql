-- name: matters_export(place int, at int, after int) many matter_export
-- roles: system
-- why: A table for offices, oldest first, 200 rows a step by the key of
-- matter_place; no sealed and no free text but the title.
-- text: category_path area_name station_name organ_name deputy_name
select m.id, m.code, m.kind, m.channel, m.state, m.title, m.area,
       m.received_at, m.changed_at, m.due_at, m.closed_at, m.result,
       m.rating, m.redo_count, m.is_published,
       coalesce(c.path, '') as category_path,
       coalesce(a.name, '') as area_name,
       coalesce(s.name, '') as station_name,
       coalesce(o.name, '') as organ_name,
       coalesce(d.name, '') as deputy_name
from matter_place p
join matter m on m.id = p.matter_id
left join category c on c.id = m.category_id
left join area a on a.code = m.area
left join station s on s.id = m.station_id
left join organ o on o.id = m.lead_organ
left join deputy d on d.id = m.deputy_id
where p.place = :place and (p.received_at, p.matter_id) > (:at, :after)
order by p.received_at, p.matter_id limit 200;
