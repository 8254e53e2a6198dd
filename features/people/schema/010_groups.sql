-- 代表小组 by place and by field, with their members, leaders and liaisons.
alter table deputy_group add column basis text not null default 'place';
                                        -- place | field (领域)
alter table deputy_group add column kind text not null default '';
                                        -- a word of people.group_kinds
alter table deputy_group add column state text not null default 'active';
                                        -- active | dissolved
alter table deputy_group add column since_at integer not null default 0;
                                        -- 0: not known
alter table deputy_group add column until_at integer not null default 0;
create index deputy_group_place on deputy_group (area, id);

-- Who was in which group from when to when: the one truth.  `group_id` of a
-- deputy is settled from it: her group by place today, 0 if she has none.
create table group_member (
    id integer primary key,
    group_id integer not null references deputy_group (id),
    deputy_id integer not null references deputy (id),
    since_at integer not null,          -- 0: not known
    until_at integer not null           -- 0: goes on
);
create index group_member_group on group_member (group_id, until_at, id);
create index group_member_deputy on group_member (deputy_id, id);
create unique index group_member_once on group_member (group_id, deputy_id)
    where until_at = 0;

-- Who led a group and who kept in touch for it, from when to when.
create table group_office (
    id integer primary key,
    group_id integer not null references deputy_group (id),
    role text not null,                 -- leader | vice | liaison
    deputy_id integer not null,         -- 0: a liaison who is no deputy
    name text not null,                 -- of such a liaison, else empty
    since_at integer not null,
    until_at integer not null           -- 0: goes on
);
create index group_office_group on group_office (group_id, id);
create index group_office_deputy on group_office (deputy_id, id);

insert into group_member (id, group_id, deputy_id, since_at, until_at)
select id, group_id, id, 0, 0 from deputy
where group_id <> 0 and state <> 'ended';

-- Who is named on a form is looked for by name within the areas.
create index deputy_named on deputy (name, area);
