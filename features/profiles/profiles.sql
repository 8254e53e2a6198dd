-- part: her_acts
select e.kind, e.facts, e.at
from (select event_id from event_deputy where deputy_id = :deputy
      order by event_id desc limit 10000) n
join event e on e.id = n.event_id
where e.kind in ('matter.receive', 'matter.move')
  and exists (select 1 from mandate m
              where m.deputy_id = :deputy and m.since_at <= e.at
                and (m.until_at = 0 or e.at < m.until_at))

-- name: profile_deeds(deputy int, since int) one profile_deeds
-- roles: all
-- why: What a deputy did from a day on, while she was one; by event_deputy.
-- A matter that an organ answered is not her reply: hers begins from
-- `claimed`.  Facts begin with the move (matters_move.c).
select count(case when x.kind = 'matter.receive' then 1 end) as heard,
       count(case when x.facts like 'move=claim%' then 1 end) as claimed,
       count(case when x.facts like 'move=reply%from=claimed%'
             then 1 end) as replied,
       count(case when x.facts like 'move=satisfied%' then 1 end) as closed
from ({her_acts}) x where x.at >= :since;

-- name: profile_published(deputy int) many profile_published
-- roles: all
-- why: The newest of hers whose text was approved, by matter_public_deputy.
-- text: area_name
select m.id, m.public_code, m.kind, m.state, m.public_title,
       coalesce(a.name, '') as area_name, p.published_at
from matter m
join matter_published p on p.place = m.area and p.matter_id = m.id
left join area a on a.code = m.area
where m.deputy_id = :deputy and m.is_published = 1
order by m.id desc limit 20;
