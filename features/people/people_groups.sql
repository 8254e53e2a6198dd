-- ---- groups of deputies ----

-- part: group_full
select g.id, g.area, g.name, g.basis, g.kind, g.state, g.since_at,
       g.until_at, coalesce(a.name, '') as place
from deputy_group g left join area a on a.code = g.area

-- name: group_by_id(id int) one group_row
-- roles: all
-- text: place
{group_full} where g.id = :id;

-- name: group_list(lo int, hi int, after int, basis text?, pattern text) many group_line
-- roles: all
-- why: Groups of a range of areas, in the order of deputy_group_place; a
-- next page begins at the last one's area, behind it.
-- text: place leader
select g.id, g.area, g.name, g.basis, g.kind, coalesce(a.name, '') as place,
       (select count(*) from group_member m
        where m.group_id = g.id and m.until_at = 0) as members,
       coalesce((select d.name from group_office o
                 join deputy d on d.id = o.deputy_id
                 where o.group_id = g.id and o.role = 'leader'
                   and o.until_at = 0
                 order by o.id limit 1), '') as leader
from deputy_group g left join area a on a.code = g.area
where g.area >= :lo and g.area < :hi and (g.area > :lo or g.id > :after)
  and g.state = 'active' and g.name like :pattern escape '\'
  and (:basis is null or g.basis = :basis)
order by g.area, g.id limit 25;

-- name: group_found(id int, basis text, kind text, since int) changes 1
-- roles: sysadmin presidium county
update deputy_group set basis = :basis, kind = :kind, since_at = :since
where id = :id;

-- name: group_rename(id int, name text, kind text) changes 1
-- roles: sysadmin presidium county
update deputy_group set name = :name, kind = :kind
where id = :id and state = 'active';

-- name: group_dissolve(id int, until int) changes 1
-- roles: sysadmin presidium county
-- why: Its name is free again; the old one keeps it with its id behind.
update deputy_group
set state = 'dissolved', until_at = :until,
    name = name || ' #' || cast(id as text)
where id = :id and state = 'active';

-- ---- members ----

-- name: members_of_group(group_id int, after int) many group_member_row
-- roles: all
-- why: Who is in it now, in the order of joining, by group_member_group.
select m.id, m.since_at, d.id as deputy_id, d.code, d.name, d.level, d.state
from group_member m join deputy d on d.id = m.deputy_id
where m.group_id = :group_id and m.until_at = 0 and m.id > :after
order by m.id limit 51;

-- name: group_size(group_id int) one group_size
-- roles: all
select count(*) as n from group_member
where group_id = :group_id and until_at = 0;

-- name: members_past(group_id int) many member_past
-- roles: all
-- why: The last hundred who left, by group_member_group.
select m.id, m.since_at, m.until_at, d.code, d.name
from group_member m join deputy d on d.id = m.deputy_id
where m.group_id = :group_id and m.until_at > 0
order by m.until_at desc, m.id desc limit 100;

-- name: groups_of_deputy(deputy_id int) many deputy_in_group
-- roles: all
-- why: All groups that a deputy is or was in; a handful.
select m.id, m.group_id, m.since_at, m.until_at, g.name, g.basis, g.kind
from group_member m join deputy_group g on g.id = m.group_id
where m.deputy_id = :deputy_id order by m.id limit 100;

-- name: member_by_id(id int, group_id int) one group_member_row
-- roles: all
select m.id, m.since_at, d.id as deputy_id, d.code, d.name, d.level, d.state
from group_member m join deputy d on d.id = m.deputy_id
where m.id = :id and m.group_id = :group_id and m.until_at = 0;

-- name: member_add(id int, group_id int, deputy_id int, since int) changes 1
-- roles: sysadmin presidium county
insert into group_member (id, group_id, deputy_id, since_at, until_at)
values (:id, :group_id, :deputy_id, :since, 0);

-- part: ended_then
until_at = case when since_at > :until then since_at else :until end

-- name: member_end(id int, until int) changes 1
-- roles: sysadmin presidium county
update group_member set {ended_then} where id = :id and until_at = 0;

-- name: member_correct(id int, group_id int) changes 1
-- roles: sysadmin presidium county
-- why: It was written down wrong: she never was in the other.
update group_member set group_id = :group_id where id = :id;

-- name: member_gone(id int) changes 1
-- roles: sysadmin presidium county
delete from group_member where id = :id;

-- name: members_gone(deputy_id int) changes any
-- roles: sysadmin presidium county
delete from group_member where deputy_id = :deputy_id;

-- name: members_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Of two rows of one person; where both are in a group once is enough.
update group_member set deputy_id = :to_id
where deputy_id = :from_id
  and not exists (select 1 from group_member n
                  where n.deputy_id = :to_id and n.until_at = 0
                    and n.group_id = group_member.group_id);

-- name: offices_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
update group_office set deputy_id = :to_id where deputy_id = :from_id;

-- name: members_end(group_id int, until int) changes any
-- roles: sysadmin presidium county
update group_member set {ended_then}
where group_id = :group_id and until_at = 0;

-- name: member_leaves(deputy_id int, until int) changes any
-- roles: sysadmin presidium county
-- why: Who is no deputy any more is in no group.
update group_member set {ended_then}
where deputy_id = :deputy_id and until_at = 0;

-- part: gone_with_term
deputy_id in (select d.id from mandate m join deputy d on d.id = m.deputy_id
              where m.term_id = :term_id and d.state = 'ended')

-- name: members_leave_term(term_id int, until int) changes any
-- roles: sysadmin presidium county
update group_member set {ended_then} where {gone_with_term} and until_at = 0;

-- part: group_by_place
group_id = coalesce((select m.group_id from group_member m
                     join deputy_group g on g.id = m.group_id
                     where m.deputy_id = deputy.id and m.until_at = 0
                       and g.basis = 'place'
                     order by m.id limit 1), 0)

-- name: deputy_group_settle(id int) changes 1
-- roles: sysadmin presidium county
-- why: Her group by place today; group_member says which.
update deputy set {group_by_place} where id = :id;

-- name: deputies_group_settle(group_id int) changes any
-- roles: sysadmin presidium county
-- why: The same for all who ever were in a group that is dissolved.
update deputy set {group_by_place}
where id in (select x.deputy_id from group_member x
             where x.group_id = :group_id);

-- name: deputies_group_settle_term(term_id int) changes any
-- roles: sysadmin presidium county
update deputy set {group_by_place}
where state = 'ended'
  and id in (select x.deputy_id from mandate x where x.term_id = :term_id);

-- ---- leaders and liaisons ----

-- name: offices_of_group(group_id int) many group_office_row
-- roles: all
-- why: Everybody who led it or kept in touch for it: leaders, vice leaders,
-- liaisons, of each the newest first.
-- text: person code
select o.id, o.role, o.deputy_id, o.since_at, o.until_at,
       case when o.deputy_id = 0 then o.name
            else coalesce(d.name, '') end as person,
       coalesce(d.code, '') as code
from group_office o left join deputy d on d.id = o.deputy_id
where o.group_id = :group_id
order by case o.role when 'leader' then 0 when 'vice' then 1 else 2 end,
         o.id desc limit 100;

-- name: office_add(id int, group_id int, role text, deputy_id int, name text, since int) changes 1
-- roles: sysadmin presidium county
insert into group_office (id, group_id, role, deputy_id, name, since_at,
                          until_at)
values (:id, :group_id, :role, :deputy_id, :name, :since, 0);

-- name: office_end(id int, group_id int, until int) changes 1
-- roles: sysadmin presidium county
update group_office set {ended_then}
where id = :id and group_id = :group_id and until_at = 0;

-- name: offices_end(group_id int, until int) changes any
-- roles: sysadmin presidium county
update group_office set {ended_then}
where group_id = :group_id and until_at = 0;

-- name: offices_end_member(group_id int, deputy_id int, until int) changes any
-- roles: sysadmin presidium county
-- why: Who leaves a group leads it no more.
update group_office set {ended_then}
where group_id = :group_id and deputy_id = :deputy_id and until_at = 0;

-- name: office_leaves(deputy_id int, until int) changes any
-- roles: sysadmin presidium county
update group_office set {ended_then}
where deputy_id = :deputy_id and until_at = 0;

-- name: offices_leave_term(term_id int, until int) changes any
-- roles: sysadmin presidium county
update group_office set {ended_then} where {gone_with_term} and until_at = 0;

-- ---- who is meant ----

-- name: deputies_called(name text, lo int, hi int, town int, county int, city int, province int) many deputy_called
-- roles: sysadmin presidium county
-- why: Deputies of that name whose congress lies within the areas or above
-- them, by deputy_named; three are enough to know that there are several.
select id, code, area from deputy
where name = :name and state = 'active'
  and ((area >= :lo and area < :hi)
       or area in (:town, :county, :city, :province, 0))
order by id limit 3;

-- ---- taken in with a register, and taken back ----

-- name: group_gone(id int) changes 1
-- roles: sysadmin presidium county secadmin
delete from deputy_group where id = :id;

-- name: group_has_members(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whoever is or was in it or leads it; by group_member_group and
-- group_office_group.
select case when exists (select 1 from group_member m
                         where m.group_id between :lo and :hi)
              or exists (select 1 from group_office o
                         where o.group_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: deputy_is_grouped(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Any group but the one that she was written down with and has still,
-- and any office; by group_member_deputy and group_office_deputy.
select case when exists (
    select 1 from group_member m join deputy d on d.id = m.deputy_id
    where m.deputy_id between :lo and :hi
      and (m.until_at > 0 or m.group_id <> d.group_id))
              or exists (select 1 from group_office o
                         where o.deputy_id between :lo and :hi)
            then 1 else 0 end as used;
