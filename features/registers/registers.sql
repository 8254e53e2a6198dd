-- ---- imports ----

-- part: import_rows
select id, book, file_name, area, by_account, acted_by, made_at, state,
       sheet, header, columns, home, row_count, add_count, same_count, change_count,
       wrong_count, twin_count, skip_count, worker, worked_at, applied_at,
       undone_at, reason
from register_import

-- name: import_by_id(id int) one import_row
-- roles: sysadmin presidium county secadmin
{import_rows} where id = :id;

-- name: imports_of(lo int, hi int, before int, accounts int, others int) many import_row
-- roles: sysadmin presidium county secadmin
-- why: The newest first, a page behind an import; a place has a few dozen.
{import_rows}
where id < :before and area >= :lo and area < :hi
  and ((book = 'accounts' and :accounts = 1)
       or (book <> 'accounts' and :others = 1))
order by id desc limit 21;

-- name: imports_waiting() many import_row
-- roles: system
-- why: What the chore takes next; along register_import_state.
{import_rows}
where state in ('to_check', 'to_apply', 'to_undo')
order by id limit 1;

-- name: import_add(id int, book text, file_name text, area int, by_account int, now int) changes 1
-- roles: sysadmin presidium county secadmin
insert into register_import (id, book, file_name, area, by_account,
    acted_by, made_at, state, sheet, header, columns, home, row_count, add_count,
    same_count, change_count, wrong_count, twin_count, skip_count, worker,
    worked_at, applied_at, undone_at, reason)
values (:id, :book, :file_name, :area, :by_account, :by_account,
        :now, 'mapping', -1,
        0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '');

-- name: import_map(id int, sheet int, header int, columns text, home int, state text, by int) changes 1
-- roles: sysadmin presidium county secadmin
-- why: Only before anything was written.
update register_import set sheet = :sheet, header = :header,
       columns = :columns, home = :home, state = :state, reason = '',
       acted_by = :by
where id = :id and state in ('mapping', 'checked', 'failed');

-- name: import_turn(id int, was text, state text, by int) changes 1
-- roles: sysadmin presidium county secadmin
-- why: Of two who press the button one does.
update register_import set state = :state, reason = '', acted_by = :by
where id = :id and state = :was;

-- name: import_take(id int, was text, state text, worker int, now int) changes 1
-- roles: system
-- why: Of two nodes one gets the work.
update register_import set state = :state, worker = :worker,
       worked_at = :now, reason = ''
where id = :id and state = :was;

-- name: import_checked(id int, worker int, row_count int, add_count int, same_count int, change_count int, wrong_count int, twin_count int, skip_count int) changes 1
-- roles: system
update register_import set state = 'checked', row_count = :row_count,
       add_count = :add_count, same_count = :same_count,
       change_count = :change_count, wrong_count = :wrong_count,
       twin_count = :twin_count, skip_count = :skip_count
where id = :id and state = 'checking' and worker = :worker;

-- name: import_applied(id int, worker int, now int, add_count int, change_count int) changes 1
-- roles: sysadmin presidium county secadmin
update register_import set state = 'applied', applied_at = :now,
       add_count = :add_count, change_count = :change_count
where id = :id and state = 'applying' and worker = :worker;

-- name: import_undone(id int, worker int, now int) changes 1
-- roles: sysadmin presidium county secadmin
update register_import set state = 'undone', undone_at = :now
where id = :id and state = 'undoing' and worker = :worker;

-- name: import_stopped(id int, was text, state text, reason text) changes any
-- roles: system
update register_import set state = :state, reason = :reason
where id = :id and state = :was;

-- ---- what belongs to one ----

-- name: import_file_add(import_id int, what text, bytes bytes) changes 1
-- roles: sysadmin presidium county secadmin
insert into register_file (import_id, what, bytes)
values (:import_id, :what, :bytes);

-- name: import_file(import_id int, what text) one import_file
-- roles: sysadmin presidium county secadmin
select bytes from register_file
where import_id = :import_id and what = :what;

-- name: import_file_drop(import_id int, what text) changes any
-- roles: sysadmin presidium county secadmin
delete from register_file where import_id = :import_id and what = :what;

-- name: import_note_add(import_id int, seq int, kind text, line int, cell text, field int, fault int, who text, found bytes, wanted text, other int) changes 1 later
-- roles: sysadmin presidium county secadmin
insert into register_note (import_id, seq, kind, line, cell, field, fault,
                           who, found, wanted, other)
values (:import_id, :seq, :kind, :line, :cell, :field, :fault, :who, :found,
        :wanted, :other);

-- name: import_notes(import_id int, kind text, after int, most int) many import_note
-- roles: sysadmin presidium county secadmin
select seq, kind, line, cell, field, fault, who, found, wanted, other
from register_note
where import_id = :import_id and seq > :after and kind = :kind
order by seq limit :most;

-- name: import_note_said(import_id int, line int) changes 1
-- roles: sysadmin presidium county secadmin
-- why: A twin that a human spoke about is asked no more.
update register_note set kind = 'said'
where import_id = :import_id and line = :line and kind = 'twin';

-- name: import_notes_drop(import_id int) changes any
-- roles: sysadmin presidium county secadmin
delete from register_note where import_id = :import_id;

-- name: import_choices(import_id int) many import_choice
-- roles: sysadmin presidium county secadmin
select line, choice, other from register_choice
where import_id = :import_id order by line limit 20000;

-- name: import_choose(import_id int, line int, choice text, other int) changes 1
-- roles: sysadmin presidium county secadmin
insert into register_choice (import_id, line, choice, other)
values (:import_id, :line, :choice, :other)
on conflict (import_id, line) do update
set choice = excluded.choice, other = excluded.other;

-- name: import_choices_drop(import_id int) changes any
-- roles: sysadmin presidium county secadmin
delete from register_choice where import_id = :import_id;

-- name: import_line_add(import_id int, seq int, what text, thing text, thing_id int, name text, before text, after text) changes 1 later
-- roles: sysadmin presidium county secadmin
insert into register_line (import_id, seq, what, thing, thing_id, name,
                           before, after)
values (:import_id, :seq, :what, :thing, :thing_id, :name, :before, :after);

-- name: import_lines(import_id int, before int) many import_line
-- roles: sysadmin presidium county secadmin
-- why: Backwards, to be taken back; a stretch at a time.
select seq, what, thing, thing_id, name, before, after from register_line
where import_id = :import_id and seq < :before
order by seq desc limit 500;

-- name: import_lines_drop(import_id int) changes any
-- roles: sysadmin presidium county secadmin
delete from register_line where import_id = :import_id;

-- ---- what a row is compared with ----

-- name: areas_called(name text, lo int, hi int) many area_called
-- roles: sysadmin presidium county secadmin
-- why: An area by its name, by area_name; offices write names.
select code from area
where name = :name and code >= :lo and code < :hi
order by code limit 2;
-- postgres:
select code from area
where name collate "C" = :name and code >= :lo and code < :hi
order by code limit 2;

-- name: stations_called(name text, lo int, hi int) many station_called
-- roles: sysadmin presidium county secadmin
-- why: A station by its name within an area; a county has hundreds.
select id, code from station
where area >= :lo and area < :hi and name = :name and state = 'open'
order by area, id limit 2;

-- name: deputies_namesake(name text) many deputy_namesake
-- roles: sysadmin presidium county secadmin
-- why: Who may be the same person; by deputy_name.
select d.id, d.code, d.name, d.level, d.area, d.patch, d.group_id,
       d.station_id, d.motto
from deputy d
where d.name = :name and d.state = 'active'
order by d.id limit 50;

-- name: mandates_living(deputy_id int) many mandate_living
-- roles: sysadmin presidium county secadmin
-- why: The congresses in which a deputy sits now; by mandate_deputy.
select id, area, level, constituency, delegation, since_at
from mandate
where deputy_id = :deputy_id and state <> 'ended'
order by id limit 20;

-- name: areas_beneath(parent int, first int) many area_beneath
-- roles: sysadmin presidium county secadmin
-- why: Whether an area is a parent; by area_parent.
select code from area where parent = :parent and code > :first
order by code limit 1;

-- ---- what is taken along ----

-- name: export_areas(lo int, hi int, after int) many area_row
-- roles: sysadmin presidium county secadmin
select code, parent, level, name from area
where code >= :lo and code < :hi and code > :after
order by code limit 1000;

-- name: export_organs(lo int, hi int, area int, name text) many organ_row
-- roles: sysadmin presidium county secadmin
-- why: By organ_area, behind a row.
select id, area, kind, name, state from organ
where area >= :lo and area < :hi and (area, name) > (:area, :name)
  and state = 'active'
order by area, name limit 1000;

-- name: export_stations(lo int, hi int, area int, after int) many export_station
-- roles: sysadmin presidium county secadmin
-- why: By station_area, behind a row.
-- text: parent_code parent_name
select s.id, s.code, s.area, s.kind, s.name, s.address, s.phone, s.hours,
       s.theme, coalesce(p.code, '') as parent_code,
       coalesce(p.name, '') as parent_name
from station s left join station p on p.id = s.parent_id
where s.area >= :lo and s.area < :hi and (s.area, s.id) > (:area, :after)
  and s.state = 'open'
order by s.area, s.id limit 1000;

-- name: export_groups(lo int, hi int, area int, name text) many deputy_group_row
-- roles: sysadmin presidium county secadmin
-- why: By the unique key on (area, name), behind a row.
select id, area, name from deputy_group
where area >= :lo and area < :hi and (area, name) > (:area, :name)
order by area, name limit 1000;

-- name: export_mandates(lo int, hi int, area int, after int) many export_mandate
-- roles: sysadmin presidium county secadmin
-- why: Deputies with a mandate each, of the congresses of some areas.
-- text: group_name station_code station_name
select m.id, m.area, m.level, m.constituency, m.delegation, m.since_at,
       d.code, d.name, d.patch, d.motto,
       coalesce(g.name, '') as group_name, coalesce(g.area, 0) as group_area,
       coalesce(s.code, '') as station_code,
       coalesce(s.name, '') as station_name
from mandate m join deputy d on d.id = m.deputy_id
left join deputy_group g on g.id = d.group_id
left join station s on s.id = d.station_id
where m.area >= :lo and m.area < :hi and (m.area, m.id) > (:area, :after)
  and m.state = 'active' and d.state = 'active'
order by m.area, m.id limit 1000;

-- name: export_grants(lo int, hi int, now int, login text, after int) many export_grant
-- roles: secadmin
-- why: Living roles within the areas, by login, behind a row; no secrets.
select g.id, a.login, a.name, g.role, g.area_lo, g.ref_id, g.until_at
from account a join role_grant g on g.account_id = a.id
where (a.login, g.id) > (:login, :after) and a.state = 'active'
  and g.area_lo >= :lo and g.area_hi <= :hi and g.since_at <= :now
  and (g.until_at = 0 or g.until_at > :now)
order by a.login, g.id limit 1000;
-- postgres:
select g.id, a.login, a.name, g.role, g.area_lo, g.ref_id, g.until_at
from account a join role_grant g on g.account_id = a.id
where a.login collate "C" >= :login
  and (a.login collate "C" > :login or g.id > :after)
  and a.state = 'active'
  and g.area_lo >= :lo and g.area_hi <= :hi and g.since_at <= :now
  and (g.until_at = 0 or g.until_at > :now)
order by a.login collate "C", g.id limit 1000;

-- name: doubles(lo int, hi int, area int, after int) many double_row
-- roles: sysadmin presidium county
-- why: Two active ones of a name; along deputy_area, the other by
-- deputy_name.
-- text: place other_place
select a.id, a.code, a.name, a.level, a.area, a.motto,
       coalesce(x.name, '') as place,
       b.code as other_code, b.level as other_level, b.motto as other_motto,
       coalesce(y.name, '') as other_place
from deputy a join deputy b on b.name = a.name and b.id <> a.id
left join area x on x.code = a.area left join area y on y.code = b.area
where a.area >= :lo and a.area < :hi and (a.area, a.id) > (:area, :after)
  and a.state = 'active' and b.state = 'active' and b.id > a.id
  and b.area >= :lo and b.area < :hi
order by a.area, a.id limit 51;
