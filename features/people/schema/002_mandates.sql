-- What a deputy is elected to: one mandate per congress and term, several at
-- the same time at several levels.  `deputy` keeps where her mandate nearest
-- to the people lies, settled by people_mandates.c and by nobody else.
create table mandate (
    id integer primary key,
    deputy_id integer not null references deputy (id),
    term_id integer not null,           -- 0: of before terms were written down
    area integer not null,              -- of the congress
    level integer not null,             -- 0 nation .. 4 town
    constituency text not null,         -- by name, as elected; may be empty
    delegation text not null,
    since_at integer not null,          -- 0: not known
    until_at integer not null,          -- 0: goes on
    state text not null                 -- active | suspended | ended
);
create index mandate_deputy on mandate (deputy_id, id);
create index mandate_area on mandate (area, since_at);
create index mandate_term on mandate (term_id, state);

-- Every change, with its legal ground and its day.
create table mandate_change (
    id integer primary key,
    mandate_id integer not null references mandate (id),
    at integer not null,
    act text not null,                  -- mandate_rules.h
    note text not null,
    by_account integer not null         -- 0: the new term
);
create index mandate_change_mandate on mandate_change (mandate_id, id);

-- Those who were written down before had one each.
insert into mandate (id, deputy_id, term_id, area, level, constituency,
                     delegation, since_at, until_at, state)
select id, id, 0, area, level, '', '', 0, 0,
       case state when 'active' then 'active' else 'ended' end
from deputy;
