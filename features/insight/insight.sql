-- ---- writing ----

-- part: counter_adds_up
on conflict (area, month, measure, slot)
do update set n = counter.n + excluded.n

-- name: counter_raise(area int, month int, measure text, slot int, n int) changes 1 later
-- roles: system
-- why: One counter; SQLite is asked for each, for there it costs least so.
insert into counter (area, month, measure, slot, n)
values (:area, :month, :measure, :slot, :n)
{counter_adds_up};

-- name: counter_raise_all(slot int, raised text) changes any later
-- roles: system
-- why: The same of many in one round trip to PostgreSQL.  The rows are
-- [area, month, measure, n], sorted and each key once.
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

-- part: figures_of_area
select month, measure, n from counter where area = :area

-- name: counters_of(area int, year int, since int, until int) many counter_figure
-- roles: deputy liaison leader presidium county auditor
-- why: All figures of one area for a year and of now (month 0), and some
-- months, along the primary key; the number of rows depends on the measures
-- and writers alone.  The board adds up what several writers counted.
{figures_of_area} and month = 0
union all
{figures_of_area} and month = :year
union all
{figures_of_area} and month >= :since and month <= :until
limit 40000;

-- name: counters_told(area int, year int, since int, until int) many counter_told
-- roles: all
-- why: The few sums that a screen in a station shows to everybody.
select c.measure, cast(sum(c.n) as integer) as n from counter c
where c.area = :area and c.month = 0 and c.measure like 'state.%'
group by c.measure
union all
select c.measure, cast(sum(c.n) as integer) as n from counter c
where c.area = :area and c.month = :year
  and (c.measure = 'closed' or c.measure = 'rating.satisfied'
       or c.measure = 'rating.basic' or c.measure = 'rating.dissatisfied')
group by c.measure
union all
select 'received' as measure, cast(coalesce(sum(c.n), 0) as integer) as n
from counter c
where c.area = :area and c.month >= :since and c.month <= :until
  and c.measure = 'received'
limit 100;

-- part: sum_beneath
(select cast(coalesce(sum(c.n), 0) as integer) from counter c
       where c.area = a.code

-- name: counters_beneath(parent int, year int, since int, until int) many counter_beneath
-- roles: deputy liaison leader presidium county auditor
-- why: The areas right beneath, each with six steps of the counters' key,
-- whatever the table's size.  Of now there are states alone, of a month
-- nothing but what was received.
-- text: name
select a.code, a.name,
       {sum_beneath} and c.month >= :since and c.month <= :until)
           as received,
       {sum_beneath} and c.month = 0 and c.measure <> 'state.closed'
           and c.measure <> 'state.refused'
           and c.measure <> 'state.withdrawn') as still,
       {sum_beneath} and c.month = :year
           and c.measure = 'closed') as closed,
       {sum_beneath} and c.month = :year
           and c.measure = 'received.closed') as done,
       {sum_beneath} and c.month = :year and c.measure = 'received.refused')
           + {sum_beneath} and c.month = :year
           and c.measure = 'received.withdrawn') as dropped
from area a where a.parent = :parent order by a.code limit 2000;

-- name: counter_walk(area int, month int, measure text) many counter_sum
-- roles: auditor auditadmin
-- why: One step through the whole table, for verify.
select area, month, measure, cast(sum(n) as integer) as n from counter
where (area, month, measure) > (:area, :month, :measure)
group by area, month, measure order by area, month, measure limit 5000;
