-- The State Council's yearly notice: days that differ from the plain week.
-- Days are numbers since 1970-01-01 in China, as in base/clock.h.
create table holiday (
    day integer primary key,
    working integer not null,           -- 1: a weekend that is worked
    name text not null
);

-- When a station receives people.  A rule that changes ends on the day
-- before, and another goes on from there: what was is never rewritten.
create table reception_rule (
    id integer primary key,
    station_id integer not null,
    kind text not null,                 -- opening | reception | visiting
    place text not null,                -- in words; empty: the station
    rule text not null,                 -- one line of office/recur.h
    turn text not null,                 -- all | rota
    state text not null,                -- live | ended
    built_until integer not null,       -- days are written up to here
    version integer not null
);
create index reception_rule_station
    on reception_rule (station_id, state, id);
create index reception_rule_built on reception_rule (state, built_until, id);

create table reception_rule_deputy (
    rule_id integer not null references reception_rule (id),
    place integer not null,             -- 0 .. in the order of the rota
    deputy_id integer not null,
    primary key (rule_id, place)
);

create index reception_rule_deputy_deputy
    on reception_rule_deputy (deputy_id, rule_id);

-- What was decided of a single day: another day, or none.
create table reception_change (
    rule_id integer not null references reception_rule (id),
    planned integer not null,
    day integer not null,               -- 0: left out
    reason text not null,
    primary key (rule_id, planned)
);

-- A deputy asks another to stand in; an office may decide it at once.
create table reception_swap (
    id integer primary key,
    rule_id integer not null references reception_rule (id),
    planned integer not null,
    from_deputy integer not null,
    to_deputy integer not null,
    state text not null,                -- asked | accepted | refused | back
    reason text not null,
    area integer not null,
    at integer not null
);
create index reception_swap_rule on reception_swap (rule_id, planned, id);
create index reception_swap_to on reception_swap (to_deputy, state, id);

-- The days themselves, written ahead by reception_build.c from all the
-- above.  Those before today are history and stay.
create table reception_day (
    id integer primary key,
    rule_id integer not null,
    station_id integer not null,
    area integer not null,              -- the station's
    kind text not null,
    place text not null,
    planned integer not null,
    is_held integer not null,
    day integer not null,
    instead integer not null,           -- not held: where it went, or 0
    start_min integer not null,
    end_min integer not null,
    why text not null,                  -- planned moved swapped off omitted
                                        -- ended
    known integer not null,             -- 0: holidays not published yet
    notice_day integer not null,        -- 0: needs no notice
    noticed_at integer not null,
    changed_at integer not null,        -- after its notice; 0: as announced
    reason text not null,
    unique (rule_id, planned, is_held)
);
create index reception_day_area on reception_day (day, area, id);
create index reception_day_station on reception_day (station_id, day, id);
create index reception_day_notice on reception_day (noticed_at, notice_day);

create table reception_seat (
    day_id integer not null references reception_day (id),
    deputy_id integer not null,
    place integer not null,
    day integer not null,               -- that of the day
    instead_of integer not null,        -- deputy; 0: her own turn
    sure_at integer not null,           -- she said that she will come
    came text not null,                 -- '' | came | stand_in | absent
    primary key (day_id, deputy_id)
);
create index reception_seat_deputy on reception_seat (deputy_id, day, day_id);

-- How often the timetable of a station or a deputy has changed: SEQUENCE of
-- its calendar.
create table reception_feed (
    subject_id integer primary key,
    sequence integer not null
);
