-- ---- deputies and groups ----

-- part: deputy_rows
select id, code, name, level, area, patch, group_id, station_id, motto, state
from deputy

-- name: deputy_by_id(id int) one deputy_row
-- roles: all
{deputy_rows} where id = :id;

-- name: deputy_by_code(code text) one deputy_row
-- roles: all
{deputy_rows} where code = :code;

-- name: deputies_of_station(station_id int) many deputy_row
-- roles: all
-- why: Who can be met at a station; by deputy_station, a few dozen.
{deputy_rows} where station_id = :station_id and state = 'active'
order by id limit 200;

-- part: deputy_lines
select d.id, d.code, d.name, d.level, d.area, d.motto,
       coalesce(a.name, '') as place
from deputy d left join area a on a.code = d.area

-- name: deputy_list(lo int, hi int, after int) many deputy_line
-- roles: all
-- why: Those of a congress within the areas, in the order of deputy_area; a
-- next page begins at the last one's area, behind it.
-- text: place
{deputy_lines}
where d.area >= :lo and d.area < :hi and (d.area > :lo or d.id > :after)
  and d.state = 'active'
order by d.area, d.id limit 25;

-- name: deputy_list_at(station_id int, lo int, hi int, after int, name_key text) many deputy_line
-- roles: all
-- why: The same for one station, by deputy_station; with a part of a name
-- only those who have it.
-- text: place
{deputy_lines}
where d.station_id = :station_id and d.id > :after
  and d.area >= :lo and d.area < :hi and d.state = 'active'
  and (:name_key = '' or exists (
      select 1 from deputy_name_key k where k.name_key = :name_key
      and k.area = d.area and k.deputy_id = d.id))
order by d.id limit 25;

-- name: deputy_add(id int, code text, name text, level int, area int, patch int, group_id int, station_id int, motto text) changes 1 later
-- roles: sysadmin presidium county
insert into deputy (id, code, name, level, area, patch, group_id, station_id,
                    motto, state)
values (:id, :code, :name, :level, :area, :patch, :group_id, :station_id,
        :motto, 'active');

-- name: deputy_same(area int, name text) many deputy_same
-- roles: sysadmin presidium county
-- why: Two deputies of one congress may share a name; told before adding.
select id, code from deputy
where area = :area and name = :name and state = 'active'
order by id limit 1;

-- part: group_rows
select id, area, name from deputy_group

-- name: deputy_group_by_id(id int) one deputy_group_row
-- roles: all
-- why: One that a deputy may join.
{group_rows} where id = :id and state = 'active';

-- name: deputy_groups(lo int, hi int) many deputy_group_row
-- roles: all
{group_rows}
where area >= :lo and area < :hi and state = 'active'
order by area, name limit 500;

-- name: deputy_group_named(area int, name text) many deputy_group_row
-- roles: sysadmin presidium county
{group_rows}
where area = :area and name = :name;

-- name: deputy_group_of_place(area int, name text) many deputy_group_row
-- roles: sysadmin presidium county
-- why: The group that a register means: a deputy is in one by place.
{group_rows}
where area = :area and name = :name and basis = 'place'
  and state = 'active';

-- name: deputy_group_add(id int, area int, name text) changes 1
-- roles: sysadmin presidium county
insert into deputy_group (id, area, name) values (:id, :area, :name);

-- ---- accounts ----

-- part: account_lines
select a.id, a.login, a.name, a.state, a.made_at
from account a

-- part: account_in_scope
exists (select 1 from role_grant g
        where g.account_id = a.id
          and g.area_lo >= :lo and g.area_hi <= :hi)

-- name: account_page(first text, until text, lo int, hi int) many account_line
-- roles: secadmin
-- why: Accounts with any grant within the areas, ended ones too, by login.
{account_lines}
where a.login >= :first and a.login < :until
  and {account_in_scope}
order by a.login limit 51;
-- postgres:
{account_lines}
where a.login collate "C" >= :first and a.login collate "C" < :until
  and {account_in_scope}
order by a.login collate "C" limit 51;

-- name: grants_of(account_id int) many grant_line
-- roles: staff
-- why: All grants that an account ever had; a handful.  For its administrator
-- and for its owner.
-- text: place giver ender
select g.id, g.role, g.area_lo, g.area_hi, g.ref_id, g.since_at, g.until_at,
       coalesce(a.name, '') as place, coalesce(b.name, '') as giver,
       coalesce(e.name, '') as ender
from role_grant g left join area a on a.code = g.area_lo
left join account b on b.id = g.by_account and b.id <> g.account_id
left join account e on e.id = g.ended_by
where g.account_id = :account_id
order by g.id limit 200;

-- name: grant_stop(id int, account_id int, by_account int, now int) changes 1
-- roles: secadmin
-- why: One that has not begun yet never does.
update role_grant
set until_at = case when since_at > :now then since_at else :now end,
    ended_by = :by_account
where id = :id and account_id = :account_id
  and (until_at = 0 or until_at > :now);

-- name: grants_expiring(lo int, hi int, now int, soon int) many expiring_line
-- roles: secadmin
-- why: What ends within some weeks, the first on top; by role_grant_until.
-- text: place
select g.id, g.account_id, a.name, a.login, g.role, g.area_lo, g.until_at,
       coalesce(p.name, '') as place
from role_grant g join account a on a.id = g.account_id
left join area p on p.code = g.area_lo
where g.until_at > :now and g.until_at <= :soon
  and g.area_lo + 0 >= :lo and g.area_hi + 0 <= :hi and a.state = 'active'
order by g.until_at, g.id limit 20;

-- name: account_close(id int) changes 1
-- roles: secadmin
update account set state = 'closed' where id = :id and state = 'active';

-- part: account_waits
a.hash = '' and a.state = 'active' and {account_in_scope}
  and not exists (select 1 from entry_slip s
                  where s.account_id = a.id and s.used_at = 0
                    and s.ended_at = 0 and s.until_at > :now)

-- part: waiting_lines
select a.id, a.login, a.name,
       (select min(g.area_lo) from role_grant g
        where g.account_id = a.id) as area
from account a

-- name: account_waiting(after text, lo int, hi int, now int) many waiting_line
-- roles: secadmin
-- why: Who has neither a password nor a slip; along account_unentered.
{waiting_lines}
where a.login > :after and {account_waits}
order by a.login limit 41;
-- postgres:
{waiting_lines}
where a.login collate "C" > :after and {account_waits}
order by a.login collate "C" limit 41;

-- ---- who can see what ----

-- part: right_lines
select g.id, g.account_id, g.role, g.area_lo, g.area_hi, g.ref_id, g.since_at,
       g.until_at, a.name, a.login, coalesce(b.name, '') as giver,
       coalesce(p.name, '') as place
from role_grant g join account a on a.id = g.account_id
left join account b on b.id = g.by_account and b.id <> g.account_id
left join area p on p.code = g.area_lo

-- part: right_lives
g.since_at <= :now and (g.until_at = 0 or g.until_at > :now)
  and a.state = 'active'

-- name: rights_over(area int, after int, now int) many right_line
-- roles: staff
-- why: Living grants over exactly this area, in the order of role_grant_area.
-- text: giver place
{right_lines}
where g.area_lo = :area and g.id > :after and {right_lives}
order by g.id limit 60;

-- name: rights_about(ref int, after int, now int) many right_line
-- roles: staff
-- why: Living grants about an organ, a station or a deputy, by
-- role_grant_ref; a few dozen at most.
-- text: giver place
{right_lines}
where g.ref_id = :ref and g.id > :after and {right_lives}
order by g.id limit 60;

-- name: right_helpers(account_id int, grant_id int, now int) many right_helper
-- roles: staff
-- why: Who may act with a grant for its owner; by acting_for.
-- text: giver
select d.account_id, h.name, h.login, d.since_at, d.until_at,
       coalesce(b.name, '') as giver
from acting d join account h on h.id = d.account_id
left join account b on b.id = d.by_account
where d.for_account = :account_id and d.grant_id = :grant_id
  and d.since_at <= :now and d.until_at > :now and d.ended_at = 0
  and h.state = 'active'
  and exists (select 1 from role_grant o
              where o.account_id = d.account_id and o.since_at <= :now
                and (o.until_at = 0 or o.until_at > :now))
order by d.id limit 20;

-- ---- acting for somebody ----

-- part: acting_lines
select d.id, d.account_id, d.for_account, d.grant_id, d.since_at, d.until_at,
       h.name as helper, f.name as leader, coalesce(b.name, '') as giver,
       g.role, g.area_lo, coalesce(p.name, '') as place
from acting d join role_grant g on g.id = d.grant_id
join account h on h.id = d.account_id
join account f on f.id = d.for_account
left join account b on b.id = d.by_account
left join area p on p.code = g.area_lo

-- name: acting_by(account_id int, now int) many acting_line
-- roles: staff
-- why: Whom one may act for, now or later; by acting_account.
-- text: giver place
{acting_lines}
where d.account_id = :account_id and d.ended_at = 0 and d.until_at > :now
  and (g.until_at = 0 or g.until_at > :now)
order by d.id desc limit 50;

-- name: acting_for(account_id int, now int) many acting_line
-- roles: staff
-- why: Who may act for one; by acting_for.
-- text: giver place
{acting_lines}
where d.for_account = :account_id and d.ended_at = 0 and d.until_at > :now
  and (g.until_at = 0 or g.until_at > :now)
order by d.id desc limit 50;

-- name: acting_by_id(id int, now int) many acting_line
-- roles: staff
-- text: giver place
{acting_lines}
where d.id = :id and d.ended_at = 0 and d.until_at > :now;

-- name: acting_add(id int, account_id int, for_account int, grant_id int, since_at int, until_at int, by_account int, now int) changes 1
-- roles: staff
insert into acting (id, account_id, for_account, grant_id, since_at, until_at,
                    by_account, made_at, ended_at, ended_by)
values (:id, :account_id, :for_account, :grant_id, :since_at, :until_at,
        :by_account, :now, 0, 0);

-- name: acting_end(id int, by_account int, now int) changes 1
-- roles: staff
update acting set ended_at = :now, ended_by = :by_account
where id = :id and ended_at = 0;

-- ---- mandates ----

-- part: mandate_rows
select m.id, m.deputy_id, m.term_id, m.area, m.level, m.constituency,
       m.delegation, m.since_at, m.until_at, m.state, m.absences,
       coalesce(t.number, 0) as term_number, coalesce(a.name, '') as place
from mandate m left join term t on t.id = m.term_id
left join area a on a.code = m.area

-- name: mandates_of(deputy_id int) many mandate_row
-- roles: all
-- why: All that a deputy was ever elected to; a handful.
-- text: place
{mandate_rows} where m.deputy_id = :deputy_id order by m.id limit 100;

-- name: mandate_by_id(id int) one mandate_row
-- roles: sysadmin presidium county
-- text: place
{mandate_rows} where m.id = :id;

-- name: mandate_changes_of(deputy_id int) many mandate_change_row
-- roles: all
-- why: The history of a deputy's mandates, oldest first.
select c.id, c.mandate_id, c.at, c.act, c.note
from mandate_change c
where c.mandate_id in (select m.id from mandate m
                       where m.deputy_id = :deputy_id)
order by c.at, c.id limit 300;

-- name: mandate_add(id int, deputy_id int, term_id int, area int, level int, constituency text, delegation text, since int) changes 1 later
-- roles: sysadmin presidium county
insert into mandate (id, deputy_id, term_id, area, level, constituency,
                     delegation, since_at, until_at, state)
values (:id, :deputy_id, :term_id, :area, :level, :constituency, :delegation,
        :since, 0, 'active');

-- name: mandate_turn(id int, state text, until int, was text) changes 1
-- roles: sysadmin presidium county
-- why: Of two who write at once the second finds another state.
update mandate set state = :state, until_at = :until
where id = :id and state = :was;

-- name: mandate_change_add(id int, mandate_id int, at int, act text, note text, by_account int) changes 1 later
-- roles: sysadmin presidium county
insert into mandate_change (id, mandate_id, at, act, note, by_account)
values (:id, :mandate_id, :at, :act, :note, :by_account);

-- part: nearest_mandate
from mandate n where n.deputy_id = deputy.id and n.state <> 'ended'
order by case n.state when 'active' then 0 else 1 end, n.level desc, n.id
limit 1

-- part: settled
level = coalesce((select n.level {nearest_mandate}), level),
area = coalesce((select n.area {nearest_mandate}), area),
state = coalesce((select n.state {nearest_mandate}), 'ended')

-- name: deputy_settle(id int) changes 1
-- roles: sysadmin presidium county
-- why: Where a deputy's own row stands after her mandates changed: with the
-- one nearest to the people, active before suspended; none: no deputy now.
update deputy set {settled} where id = :id;

-- name: mandate_absences(id int, n int) changes 1
-- roles: sysadmin presidium county
update mandate set absences = :n where id = :id;

-- name: deputy_turn(id int, station_id int, motto text) changes 1
-- roles: sysadmin presidium county
update deputy set station_id = :station_id, motto = :motto where id = :id;

-- ---- taking back what was written down ----

-- name: mandate_steps_gone(mandate_id int) changes any
-- roles: sysadmin presidium county
delete from mandate_change where mandate_id = :mandate_id;

-- name: mandate_gone(id int) changes 1
-- roles: sysadmin presidium county
delete from mandate where id = :id;

-- name: deputy_gone(id int) changes 1
-- roles: sysadmin presidium county
delete from deputy where id = :id;

-- name: mandate_counts(lo int, hi int, at int) many mandate_count
-- roles: all
-- why: Who was a deputy on a day, by level: out of mandate_count alone.
select m.level, count(*) as n from mandate m
where m.area >= :lo and m.area < :hi and m.since_at <= :at
  and (m.until_at = 0 or m.until_at > :at)
group by m.level order by m.level;

-- name: mandate_sums(area int, at int) many mandate_count
-- roles: all
-- why: The same of a county or above: some thousand days of mandate_tally
-- instead of up to millions of mandates.
select t.level, sum(t.n) as n from mandate_tally t
where t.area = :area and t.at <= :at
group by t.level having sum(t.n) > 0 order by t.level;
-- postgres:
select t.level, cast(sum(t.n) as bigint) as n from mandate_tally t
where t.area = :area and t.at <= :at
group by t.level having sum(t.n) > 0 order by t.level;

-- name: mandate_tally_add(area int, level int, at int, n int) changes 1 later
-- roles: system sysadmin presidium county
insert into mandate_tally (area, level, at, n)
values (:area, :level, :at, :n)
on conflict (area, level, at) do update
set n = mandate_tally.n + excluded.n;

-- name: mandates_of_term_alike(term_id int) many mandates_alike
-- roles: sysadmin presidium county
-- why: What the mandates of a term are in mandate_tally, by mandate_term: of
-- one congress, begun and ended on a few days.
select m.area, m.level, m.since_at, m.until_at, count(*) as n
from mandate m where m.term_id = :term_id
group by m.area, m.level, m.since_at, m.until_at
order by m.area, m.level, m.since_at, m.until_at;

-- part: looking_after
from patch p join mandate m on m.deputy_id = p.deputy_id
where p.area >= :lo and p.area < :hi and p.since_at <= :at
  and (p.until_at = 0 or p.until_at > :at)
  and m.area in (:county, :city, :province) and m.since_at <= :at
  and (m.until_at = 0 or m.until_at > :at)

-- name: mandate_counts_above(lo int, hi int, at int, county int, city int, province int) many mandate_count
-- roles: all
-- why: Deputies of the congresses above who looked after a place within the
-- area on that day; by patch_area and mandate_deputy.
select m.level, count(distinct m.id) as n {looking_after}
group by m.level order by m.level;

-- name: mandate_people(lo int, hi int, at int, county int, city int, province int) one mandate_people
-- roles: all
-- why: The persons behind them: one may sit in several congresses.  Asked
-- for prefectures and below: a nation's would be three million to compare.
select count(*) as n from (
    select m.deputy_id from mandate m
    where m.area >= :lo and m.area < :hi and m.since_at <= :at
      and (m.until_at = 0 or m.until_at > :at)
    union
    select m.deputy_id {looking_after}) as people;

-- name: mandates_end_term(term_id int, until int) changes any
-- roles: sysadmin presidium county
-- why: A new term begins: all of the last one end on that day.
update mandate
set state = 'ended',
    until_at = case when since_at > :until then since_at else :until end
where term_id = :term_id and state in ('active', 'suspended');

-- name: deputies_settle_term(term_id int) changes any
-- roles: sysadmin presidium county
-- why: The same for all of a term that has ended: who holds no other mandate
-- is no deputy any more, who does stands with that one.
update deputy set {settled}
where id in (select m.deputy_id from mandate m where m.term_id = :term_id);

-- name: deputy_grants_end(deputy_id int, deputy_role int, leader_role int, now int) changes any
-- roles: sysadmin presidium county
-- why: Who is no deputy now has no deputy's rights; by role_grant_ref.
update role_grant set until_at = :now
where ref_id = :deputy_id and role in (:deputy_role, :leader_role)
  and (until_at = 0 or until_at > :now);

-- name: deputy_grants_end_term(term_id int, deputy_role int, leader_role int, now int) changes any
-- roles: sysadmin presidium county
update role_grant set until_at = :now
where ref_id in (select d.id from mandate m join deputy d on d.id = m.deputy_id
                 where m.term_id = :term_id and d.state <> 'active')
  and role in (:deputy_role, :leader_role)
  and (until_at = 0 or until_at > :now);

-- ---- one person, written down twice ----

-- name: mandates_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: By mandate_deputy.
update mandate set deputy_id = :to_id where deputy_id = :from_id;

-- name: deputy_grants_move(from_id int, to_id int, deputy_role int, leader_role int) changes any
-- roles: sysadmin presidium county
-- why: By role_grant_ref.
update role_grant set ref_id = :to_id
where ref_id = :from_id and role in (:deputy_role, :leader_role);

-- name: deputy_emptied(id int) changes 1
-- roles: sysadmin presidium county
update deputy set state = 'ended' where id = :id and state = 'active';

-- name: deputy_merged_add(code text, deputy_id int, now int) changes 1
-- roles: sysadmin presidium county
insert into deputy_merged (code, deputy_id, at)
values (:code, :deputy_id, :now);

-- name: deputy_merged_into(code text) one deputy_row
-- roles: all
-- why: Whom an emptied one's code means now.
{deputy_rows} where id = (select m.deputy_id from deputy_merged m
                          where m.code = :code);

-- name: deputy_station_inherit(id int, station_id int) changes any
-- roles: sysadmin presidium county
-- why: Who had no main station gets that of the row merged into hers.
update deputy set station_id = :station_id where id = :id and station_id = 0;

-- ---- taken in with a register, and taken back ----

-- name: mandate_turn_words(id int, constituency text, delegation text) changes 1
-- roles: sysadmin presidium county secadmin
update mandate set constituency = :constituency, delegation = :delegation
where id = :id;

-- name: mandate_is_moved(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether it has a step after its first, or another of hers was moved
-- since, for without it she might be no deputy now.  By mandate_deputy and
-- mandate_change_mandate.
select case when exists (
    select 1 from mandate m
    join mandate o on o.deputy_id = m.deputy_id
    join mandate_change c on c.mandate_id = o.id
    where m.id between :lo and :hi
      and c.id > (select min(f.id) from mandate_change f
                  where f.mandate_id = m.id)) then 1 else 0 end as used;

-- name: deputy_is_moved(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether any of her mandates has a step after its first, or her rights
-- rested once.
select case when exists (
    select 1 from mandate m join mandate_change c on c.mandate_id = m.id
    where m.deputy_id between :lo and :hi
      and c.id > (select min(f.id) from mandate_change f
                  where f.mandate_id = m.id))
              or exists (select 1 from grant_pause p
                         where p.deputy_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: area_has_people(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Deputies, mandates and groups of an area, and whose patch it is or
-- was; by an index each.
select case when exists (select 1 from deputy_group g
                         where g.area between :lo and :hi)
              or exists (select 1 from deputy d
                         where d.area between :lo and :hi)
              or exists (select 1 from deputy w
                         where w.patch between :lo and :hi)
              or exists (select 1 from mandate m
                         where m.area between :lo and :hi)
              or exists (select 1 from patch p where p.area between :lo and :hi)
            then 1 else 0 end as used;

-- name: station_has_deputies(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whose main station it is; by deputy_station.
select case when exists (select 1 from deputy d
                         where d.station_id between :lo and :hi)
            then 1 else 0 end as used;
