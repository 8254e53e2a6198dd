-- ---- writing ----

-- part: counter_adds_up
on conflict (area, month, measure, slot)
do update set n = counter.n + excluded.n

-- name: counter_raise(slot int, raised text) changes any
-- roles: all
-- why: All that one event changes, in one statement; whoever acts raises.
-- The rows are [area, month, measure, n], sorted and each key once.
insert into counter (area, month, measure, slot, n)
select json_extract(value, '$[0]'), json_extract(value, '$[1]'),
       json_extract(value, '$[2]'), :slot, json_extract(value, '$[3]')
from json_each(:raised) where true
{counter_adds_up};
-- postgres:
insert into counter (area, month, measure, slot, n)
select cast(r ->> 0 as bigint), cast(r ->> 1 as bigint), r ->> 2,
       cast(:slot as bigint), cast(r ->> 3 as bigint)
from json_array_elements(cast(:raised as json)) as t (r)
{counter_adds_up};

-- ---- reading ----

-- name: counters_of(area int, since int, until int) many counter_figure
-- roles: deputy liaison leader presidium county auditor
-- why: All figures of one area for some months and of now (month 0), along
-- the primary key; the number of rows depends on the measures and writers
-- alone.  The board adds up what several writers counted.
select month, measure, n from counter
where area = :area and month = 0
union all
select month, measure, n from counter
where area = :area and month >= :since and month <= :until
limit 40000;

-- name: counters_beneath(areas text, months text, measures text) many counter_beneath
-- roles: deputy liaison leader presidium county auditor
-- why: A few measures of the areas beneath: one step of the primary key for
-- each area, month and measure asked for, whatever the table's size.
select c.area, c.measure, cast(sum(c.n) as integer) as n
from json_each(:areas) a cross join json_each(:months) m
cross join json_each(:measures) e
cross join counter c on c.area = a.value and c.month = m.value
                    and c.measure = e.value
group by c.area, c.measure order by c.area, c.measure;
-- postgres:
select c.area, c.measure, cast(sum(c.n) as bigint) as n from counter c
where c.area = any (array(select cast(a as bigint)
                    from json_array_elements_text(cast(:areas as json)) a))
  and c.month = any (array(select cast(m as bigint)
                    from json_array_elements_text(cast(:months as json)) m))
  and c.measure = any (array(
                    select json_array_elements_text(cast(:measures as json))))
group by c.area, c.measure order by c.area, c.measure;

-- name: counter_walk(area int, month int, measure text) many counter_sum
-- roles: auditor auditadmin
-- why: One step through the whole table, for verify.
select area, month, measure, cast(sum(n) as integer) as n from counter
where (area, month, measure) > (:area, :month, :measure)
group by area, month, measure order by area, month, measure limit 5000;
