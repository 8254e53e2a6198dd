-- name: inspection_by_id(id int) one inspection_row
-- roles: all
-- why: The handler decides who may see it.
select id, station_id, on_at, inspector, state, points, most, why
from inspection where id = :id;

-- name: inspections_of(station_id int) many inspection_row
-- roles: all
-- why: A station's history, the newest first; one or two in a year.
select id, station_id, on_at, inspector, state, points, most, why
from inspection where station_id = :station_id
order by on_at desc, id desc limit 200;

-- name: inspection_items(inspection_id int) many inspection_item_row
-- roles: all
select place, name, most, mark, points, evidence
from inspection_item where inspection_id = :inspection_id
order by place limit 40;

-- name: inspection_begin(id int, station_id int, on_at int, inspector text, by_account int) changes 1
-- roles: sysadmin presidium county
insert into inspection (id, station_id, on_at, inspector, state, points,
                        most, why, by_account)
values (:id, :station_id, :on_at, :inspector, 'draft', 0, 0, '',
        :by_account);

-- name: inspection_item_add(inspection_id int, place int, name text, most int) changes 1
-- roles: sysadmin presidium county
insert into inspection_item (inspection_id, place, name, most, mark, points,
                             evidence)
values (:inspection_id, :place, :name, :most, '', 0, '');

-- name: inspection_item_mark(inspection_id int, place int, mark text, points int, evidence text) changes 1
-- roles: sysadmin presidium county
update inspection_item
set mark = :mark, points = :points, evidence = :evidence
where inspection_id = :inspection_id and place = :place;

-- name: inspection_finish(id int, points int, most int) changes 1
-- roles: sysadmin presidium county
-- why: Of two who finish at once the second finds it done.
update inspection set state = 'final', points = :points, most = :most
where id = :id and state = 'draft';

-- name: inspection_withdraw(id int, why text) changes 1
-- roles: sysadmin presidium county
update inspection set state = 'withdrawn', why = :why
where id = :id and state <> 'withdrawn';

-- name: station_finals(station_id int) many station_final
-- roles: sysadmin presidium county
-- why: The last two that count.
select on_at, points, most from inspection
where station_id = :station_id and state = 'final'
order by on_at desc, id desc limit 2;

-- name: station_score_put(station_id int, on_at int, points int, most int, fell int) changes 1
-- roles: sysadmin presidium county
insert into station_score (station_id, on_at, points, most, fell)
values (:station_id, :on_at, :points, :most, :fell)
on conflict (station_id) do update
set on_at = excluded.on_at, points = excluded.points,
    most = excluded.most, fell = excluded.fell;

-- name: station_score_drop(station_id int) changes any
-- roles: sysadmin presidium county
delete from station_score where station_id = :station_id;

-- name: station_scores(lo int, hi int, after int, which text) many station_score_line
-- roles: sysadmin presidium county auditor
-- why: Open stations of an area with their last score, in the order of
-- station_area; `which` is all, never or fell.  A keeper's own part of the
-- country is walked, not more.
-- text: place
select s.id, s.code, s.name, s.area, coalesce(a.name, '') as place,
       coalesce(c.on_at, 0) as on_at, coalesce(c.points, 0) as points,
       coalesce(c.most, 0) as most, coalesce(c.fell, 0) as fell
from station s
left join station_score c on c.station_id = s.id
left join area a on a.code = s.area
where s.area >= :lo and s.area < :hi and s.state = 'open'
  and (s.area > :lo or s.id > :after)
  and (:which = 'all' or (:which = 'never' and c.station_id is null)
       or (:which = 'fell' and c.fell = 1))
order by s.area, s.id limit 51;

-- name: station_is_inspected(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Drafts and withdrawn ones too, when the station is to go; by
-- inspection_station and the key.
select case when exists (select 1 from inspection i
                         where i.station_id between :lo and :hi)
              or exists (select 1 from station_score s
                         where s.station_id between :lo and :hi)
            then 1 else 0 end as used;
