-- 承办单位 and the bodies of the congress: who is given work.
create table organ (
    id integer primary key,
    area integer not null,              -- whose organ it is
    kind text not null,                 -- department | office | presidium | committee
    name text not null,
    state text not null,                -- active | closed
    unique (area, name)
);
create index organ_area on organ (area, name);
