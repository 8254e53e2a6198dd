-- ---- names: found and put in order ----

-- part: deputy_name_rows
select deputy_id, area, name, by_pinyin, by_strokes from deputy_name

-- name: deputy_name_of(deputy_id int) many deputy_name_row
-- roles: all
-- why: What was last written for her, if anything.
{deputy_name_rows} where deputy_id = :deputy_id limit 1;

-- name: deputy_name_put(deputy_id int, area int, name text, by_pinyin bytes, by_strokes bytes) changes 1
-- roles: sysadmin presidium county
insert into deputy_name (deputy_id, area, name, by_pinyin, by_strokes)
values (:deputy_id, :area, :name, :by_pinyin, :by_strokes)
on conflict (deputy_id) do update
set area = excluded.area, name = excluded.name,
    by_pinyin = excluded.by_pinyin, by_strokes = excluded.by_strokes;

-- name: deputy_name_key_add(name_key text, area int, deputy_id int) changes 1 later
-- roles: sysadmin presidium county
insert into deputy_name_key (name_key, area, deputy_id)
values (:name_key, :area, :deputy_id);

-- name: deputy_name_key_drop(name_key text, area int, deputy_id int) changes any
-- roles: sysadmin presidium county
delete from deputy_name_key
where name_key = :name_key and area = :area and deputy_id = :deputy_id;

-- name: deputy_name_gone(deputy_id int) changes any
-- roles: sysadmin presidium county
delete from deputy_name where deputy_id = :deputy_id;

-- name: deputies_unnamed() many deputy_unnamed
-- roles: system
-- why: Of an older version's file; a few at a time.
select u.deputy_id, d.area, d.name
from deputy_unnamed u join deputy d on d.id = u.deputy_id
order by u.deputy_id limit 200;

-- name: deputies_named(last int) changes any
-- roles: system
delete from deputy_unnamed where deputy_id <= :last;

-- name: deputies_moved_term(term_id int) many deputy_unnamed
-- roles: sysadmin presidium county
-- why: Those of a term who stand with another congress now that it has ended:
-- the few who sit in two.
select distinct d.id as deputy_id, d.area, d.name from mandate m
join deputy d on d.id = m.deputy_id
join deputy_name n on n.deputy_id = d.id
where m.term_id = :term_id and n.area <> d.area
order by d.id;

-- name: deputies_within(lo int, hi int) one deputies_within
-- roles: all
-- why: Whether they are few enough to be put in order; never counts more.
select count(*) as n from (select 1 from deputy
    where area >= :lo and area < :hi limit 3001) as x;

-- part: name_key_within
from deputy_name_key k
where k.name_key = :name_key and k.area >= :lo and k.area < :hi

-- name: deputies_within_called(name_key text, lo int, hi int) one deputies_within
-- roles: all
-- why: The same; those of a name lie far apart, so fewer are put in order.
select count(*) as n from (select 1 {name_key_within} limit 501) as x;

-- name: deputy_list_called(name_key text, lo int, hi int, after int) many deputy_line
-- roles: all
-- why: Those whose name has this part, in the order of the key: by area.
-- text: place
select d.id, d.code, d.name, d.level, d.area, d.motto,
       coalesce(a.name, '') as place
from deputy_name_key k
join deputy d on d.id = k.deputy_id
left join area a on a.code = d.area
where k.name_key = :name_key and k.area >= :lo and k.area < :hi
  and (k.area > :lo or k.deputy_id > :after) and d.state = 'active'
order by k.area, k.deputy_id limit 25;

-- part: in_name_order
where d.state = 'active'
  and (case when :strokes = 1 then n.by_strokes else n.by_pinyin end,
       n.deputy_id) > (:sort_key, :after)
order by case when :strokes = 1 then n.by_strokes else n.by_pinyin end,
         n.deputy_id limit 25

-- part: sorted_columns
select d.id, d.code, d.name, d.level, d.area, d.motto,
       case when :strokes = 1 then n.by_strokes else n.by_pinyin end
           as sort_key

-- part: sorted_lines
select f.id, f.code, f.name, f.level, f.area, f.motto,
       coalesce(a.name, '') as place

-- name: deputy_list_sorted(lo int, hi int, strokes int, sort_key bytes, after int) many deputy_line
-- roles: all
-- why: All of an area in the order of their names, at most the 3,000 that
-- deputies_within() has counted; by deputy_area.
-- text: place
{sorted_lines}
from ({sorted_columns}
      from (select * from deputy where area >= :lo and area < :hi) d
      join deputy_name n on n.deputy_id = d.id
      {in_name_order}) f
left join area a on a.code = f.area
order by f.sort_key, f.id;

-- name: deputy_list_called_sorted(name_key text, lo int, hi int, strokes int, sort_key bytes, after int) many deputy_line
-- roles: all
-- why: The same of those whose name has this part, at most 500.
-- text: place
{sorted_lines}
from ({sorted_columns}
      from (select k.deputy_id {name_key_within}) w
      join deputy d on d.id = w.deputy_id
      join deputy_name n on n.deputy_id = d.id
      {in_name_order}) f
left join area a on a.code = f.area
order by f.sort_key, f.id;
