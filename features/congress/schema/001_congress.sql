-- 届、次、选区、代表团: the frame that mandates hang in.
-- A congress is known by its area: one area has one.
create table term (
    id integer primary key,
    area integer not null,              -- of the congress
    number integer not null,            -- 第几届
    since_at integer not null,          -- its first session opens
    until_at integer not null,          -- the next term's opens; 0: not yet
    seats integer not null,             -- as stated when it was elected; 0: not
    unique (area, number)
);

create table term_session (
    id integer primary key,
    term_id integer not null references term (id),
    number integer not null,            -- 第几次会议
    opens_at integer not null,
    closes_at integer not null,         -- its last day; 0: not yet
    unique (term_id, number)
);

create table constituency (
    id integer primary key,
    term_id integer not null references term (id),
    number integer not null,            -- 第几选区; 0: known by name alone
    name text not null,
    seats integer not null,
    unique (term_id, name)
);

create table delegation (
    id integer primary key,
    term_id integer not null references term (id),
    name text not null,
    unique (term_id, name)
);
