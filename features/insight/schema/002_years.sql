-- Figures by the year, and by the month only how much was received: a page
-- shows no other month, and a year's figures are then one row each.  `month`
-- is 202611, a whole year (2026), or 0: how it is now.  One tree of rows in
-- the order of the key, for every act raises thirty of them.
-- sqlite:
create table counter_of_years (
    area integer not null,
    month integer not null,
    measure text not null,
    slot integer not null,
    n integer not null,
    primary key (area, month, measure, slot)
) without rowid;
-- postgres:
create table counter_of_years (
    area integer not null,
    month integer not null,
    measure text not null,
    slot integer not null,
    n integer not null,
    primary key (area, month, measure, slot)
);
-- both:
insert into counter_of_years (area, month, measure, slot, n)
select area,
       case when measure = 'received' then month else month / 100 end,
       measure, slot, sum(n)
from counter
group by 1, 2, 3, 4
order by 1, 2, 3, 4;
drop table counter;
alter table counter_of_years rename to counter;
