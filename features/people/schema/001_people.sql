-- Deputies and their groups, as far as the main job needs them; terms and
-- mandates come with their own feature files.
create table deputy_group (
    id integer primary key,
    area integer not null,
    name text not null,
    unique (area, name)
);

create table deputy (
    id integer primary key,
    code text not null unique,          -- public code, for QR
    name text not null,
    level integer not null,             -- of the congress: 1..4 as areas, 0 nation
    area integer not null,              -- the congress's area
    patch integer not null,             -- 责任田: whose people are hers
    group_id integer not null,          -- 0: none
    station_id integer not null,        -- 0: none
    motto text not null,                -- what she looks after, public
    state text not null                 -- active | ended
);
create index deputy_area on deputy (area, id);
create index deputy_patch on deputy (patch, id);
create index deputy_station on deputy (station_id, id);

-- Accounts are found by the beginning of their login.
-- postgres:
create index account_login on account (login collate "C");
-- both:
