-- 迁入: a spreadsheet on its way into a register, and what it did there.
create table register_import (
    id integer primary key,
    book text not null,                 -- deputies, stations, ...
    file_name text not null,
    area integer not null,              -- whose registers: of who sent it
    by_account integer not null,        -- who sent it
    acted_by integer not null,          -- who pressed last: with her rights
    made_at integer not null,
    state text not null,                -- moving_states.h
    sheet integer not null,             -- of the book, from 0
    header integer not null,            -- its last row; -1 none, 0 search
    columns text not null,              -- of the sheet per field: "3,0,5"
    home integer not null,              -- the area of rows without one; 0
    row_count integer not null,
    add_count integer not null,
    same_count integer not null,
    change_count integer not null,
    wrong_count integer not null,
    twin_count integer not null,
    skip_count integer not null,
    worker integer not null,            -- the process that works on it
    worked_at integer not null,         -- since when
    applied_at integer not null,
    undone_at integer not null,
    reason text not null                -- why it stopped, Chinese
);
create index register_import_area on register_import (area, id);
create index register_import_state on register_import (state, id);

-- The file as it was sent and the one to correct, sealed: there may be
-- telephone numbers in them.  They go when the import is over.
create table register_file (
    import_id integer not null,
    what text not null,                 -- sent | correct
    bytes blob not null,
    primary key (import_id, what)
);

-- What the check found worth telling, in the order of the sheet.
create table register_note (
    import_id integer not null,
    seq integer not null,
    kind text not null,                 -- add | change | wrong | twin | stuck
    line integer not null,              -- of the sheet
    cell text not null,
    field integer not null,             -- of the register's table
    fault integer not null,             -- office/register.h
    who text not null,                  -- what the row is called
    found blob not null,                -- sealed
    wanted text not null,
    other integer not null,             -- twin: a deputy's id, or - the line
    primary key (import_id, seq)
);

-- What a human said about a row that may be a person who is there already.
create table register_choice (
    import_id integer not null,
    line integer not null,
    choice text not null,               -- join | other | skip
    other integer not null,             -- as in register_note
    primary key (import_id, line)
);

-- What an import wrote: enough to take it back.
create table register_line (
    import_id integer not null,
    seq integer not null,
    what text not null,                 -- add | change
    thing text not null,                -- deputy, mandate, station, ...
    thing_id integer not null,
    name text not null,
    before text not null,               -- as key=value lines; empty of an add
    after text not null,
    primary key (import_id, seq)
);

-- Deputies are given out congress by congress.
create index mandate_place on mandate (area, id);
