-- What a deputy's name is found by and put in order by (people_names.h).
-- Written with the deputy, and again when her congress is another.
create table deputy_name (
    deputy_id integer primary key,
    area integer not null,              -- of her congress, as in the keys
    name text not null,
    by_pinyin blob not null,            -- text/collate.h
    by_strokes blob not null
);

-- Nothing but its key: "all 张 of this county" is one range.
-- sqlite:
create table deputy_name_key (
    name_key text not null,             -- text/names.h
    area integer not null,
    deputy_id integer not null,
    primary key (name_key, area, deputy_id)
) without rowid;
-- postgres:
create table deputy_name_key (
    name_key text not null,
    area integer not null,
    deputy_id integer not null,
    primary key (name_key, area, deputy_id)
);
-- both:

-- Those who were there before; SQL knows no pinyin, so chores and `xinqiao
-- migrate` take them from here.
create table deputy_unnamed (
    deputy_id integer primary key
);
insert into deputy_unnamed select id from deputy;
