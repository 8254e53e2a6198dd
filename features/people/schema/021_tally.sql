-- How many mandates of each level begin and end on which day, in the nation,
-- each province, prefecture and county: who was a deputy on a day is the sum of
-- what came before, however many millions there are.  Written with every
-- mandate (mandate_tally.h).
create table mandate_tally (
    area integer not null,              -- of a county or above
    level integer not null,             -- of the mandates
    at integer not null,
    n integer not null,                 -- began less ended
    primary key (area, level, at)
);
insert into mandate_tally (area, level, at, n)
select x.area, x.level, x.at, sum(x.n)
from (select m.area - m.area % s.span as area, m.level, m.since_at as at,
             1 as n
      from mandate m
      join (select 10000000000000000 as span union all
            select 100000000000000 union all select 1000000000000
            union all select 10000000000) s
        on m.area % (s.span * 100) > 0 or s.span = 10000000000000000
      union all
      select m.area - m.area % s.span, m.level, m.until_at, -1
      from mandate m
      join (select 10000000000000000 as span union all
            select 100000000000000 union all select 1000000000000
            union all select 10000000000) s
        on m.area % (s.span * 100) > 0 or s.span = 10000000000000000
      where m.until_at > 0) x
group by x.area, x.level, x.at;
