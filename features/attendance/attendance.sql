-- ---- sessions ----

-- part: session_rows
select s.id, s.number, s.opens_at, s.closes_at, s.term_id, t.area,
       t.number as term_number, coalesce(p.name, '') as place
from term_session s join term t on t.id = s.term_id
left join area p on p.code = t.area

-- name: held_by_id(id int) one held_row
-- roles: deputy leader sysadmin presidium county
-- text: place
{session_rows} where s.id = :id;

-- part: has_leave
exists (select 1 from leave_request l
        where l.session_id = a.session_id and l.mandate_id = a.mandate_id
          and l.state = 'approved')

-- name: held_list(area int, term int, number int) many held_line
-- roles: sysadmin presidium county
-- why: Sessions of one congress, the newest first, from before (term,
-- number) on; one or two a year.
select s.id, s.number, s.opens_at, s.closes_at, t.number as term_number,
       (select count(*) from attendance a
        where a.session_id = s.id and a.is_present = 1) as present,
       (select count(*) from attendance a
        where a.session_id = s.id and a.is_present = 0
          and not {has_leave}) as absent,
       (select count(*) from leave_request l
        where l.session_id = s.id and l.state = 'approved') as leaves,
       (select count(*) from leave_request l
        where l.session_id = s.id and l.state = 'asked') as waiting
from term t join term_session s on s.term_id = t.id
where t.area = :area
  and (t.number < :term or (t.number = :term and s.number < :number))
order by t.number desc, s.number desc limit 26;

-- name: warned(area int) many warned_row
-- roles: sysadmin presidium county
-- why: Whose unapproved absences are two or more, of one congress, by
-- mandate_congress.
select m.id, m.absences, d.code, d.name
from mandate m join deputy d on d.id = m.deputy_id
where m.area = :area and m.state <> 'ended' and m.absences >= 2
order by m.id limit 100;

-- ---- who is due ----

-- part: due
from mandate m join deputy d on d.id = m.deputy_id
left join attendance a on a.session_id = :session_id and a.mandate_id = m.id
left join leave_request l on l.session_id = :session_id
     and l.mandate_id = m.id and l.state = 'approved'
where m.area = :area and m.since_at <= :opens
  and (m.until_at = 0 or m.until_at > :opens)
  and coalesce((select c.act from mandate_change c
                where c.mandate_id = m.id and c.at <= :opens
                order by c.at desc, c.id desc limit 1), '') <> 'suspend'

-- part: due_columns
select m.id, d.id as deputy_id, d.code, d.name, m.delegation,
       coalesce(a.is_present, -1) as present,
       case when l.id is null then 0 else 1 end as on_leave

-- name: due_page(session_id int, area int, opens int, after int, show text?) many due_row
-- roles: sysadmin presidium county
-- why: The sheet of a session, by mandate_congress, behind one mandate;
-- `show`: open (nothing written yet), absent, leave, or all.
{due_columns} {due} and m.id > :after
  and (:show is null
       or (:show = 'open' and a.mandate_id is null and l.id is null)
       or (:show = 'absent' and a.is_present = 0 and l.id is null)
       or (:show = 'leave' and l.id is not null))
order by m.id limit 51;

-- name: due_one(session_id int, area int, opens int, mandate_id int) one due_row
-- roles: sysadmin presidium county
{due_columns} {due} and m.id = :mandate_id;

-- name: due_deputy(session_id int, area int, opens int, deputy_id int) one due_row
-- roles: deputy leader sysadmin presidium county
-- why: A deputy's own mandate in that congress.
{due_columns} {due} and m.deputy_id = :deputy_id;

-- name: due_count(session_id int, area int, opens int) one due_count
-- roles: sysadmin presidium county
select count(*) as due,
       coalesce(sum(case when a.is_present = 1 then 1 else 0 end), 0)
           as present,
       coalesce(sum(case when l.id is not null
                          and coalesce(a.is_present, 0) = 0
                         then 1 else 0 end), 0) as leaves,
       coalesce(sum(case when a.is_present = 0 and l.id is null
                         then 1 else 0 end), 0) as absent
{due};

-- name: attendance_put(session_id int, mandate_id int, present int, now int, by_account int) changes any
-- roles: sysadmin presidium county
-- why: Written again where the first time was wrong.
insert into attendance (session_id, mandate_id, is_present, at, by_account)
values (:session_id, :mandate_id, :present, :now, :by_account)
on conflict (session_id, mandate_id) do update
set is_present = excluded.is_present, at = excluded.at,
    by_account = excluded.by_account
where attendance.is_present <> excluded.is_present;

-- name: due_rest(session_id int, area int, opens int) many due_rest
-- roles: sysadmin presidium county
-- why: Of whom nothing is written and who asked no leave: a congress has
-- three thousand seats at most.
select m.id {due} and a.mandate_id is null and l.id is null
order by m.id limit 3000;

-- name: absences_of(mandate_id int) one absences
-- roles: sysadmin presidium county
-- why: Sessions of her term that she missed without approval.
select count(*) as n from attendance a
where a.mandate_id = :mandate_id and a.is_present = 0 and not {has_leave};

-- ---- leave ----

-- part: leave_rows
select r.id, r.session_id, r.mandate_id, r.deputy_id, r.reason, r.asked_at,
       r.asked_by, r.state, r.decided_at, r.decision, d.code, d.name
from leave_request r join deputy d on d.id = r.deputy_id

-- name: leave_by_id(id int) one leave_row
-- roles: deputy leader sysadmin presidium county
{leave_rows} where r.id = :id;

-- name: leaves_waiting(session_id int, state text, after int) many leave_row
-- roles: sysadmin presidium county
-- why: Requests of a session in one state, the oldest first.
{leave_rows} where r.session_id = :session_id and r.state = :state
  and r.id > :after
order by r.id limit 51;

-- name: leave_of(session_id int, mandate_id int) many leave_row
-- roles: deputy leader sysadmin presidium county
-- why: What somebody asked for one session, the newest first.
{leave_rows} where r.mandate_id = :mandate_id and r.session_id = :session_id
order by r.id desc limit 10;

-- name: leave_add(id int, session_id int, mandate_id int, deputy_id int, reason text, now int, by_account int) changes 1
-- roles: deputy leader sysadmin presidium county
insert into leave_request (id, session_id, mandate_id, deputy_id, reason,
                           asked_at, asked_by, state, decided_at,
                           decided_by, decision)
values (:id, :session_id, :mandate_id, :deputy_id, :reason, :now,
        :by_account, 'asked', 0, 0, '');

-- name: leave_decide(id int, state text, now int, by_account int, decision text) changes 1
-- roles: presidium county
-- why: Of two who decide at once the second finds it decided.
update leave_request
set state = :state, decided_at = :now, decided_by = :by_account,
    decision = :decision
where id = :id and state = 'asked';

-- name: leave_withdraw(id int, now int) changes 1
-- roles: deputy leader sysadmin presidium county
update leave_request set state = 'withdrawn', decided_at = :now
where id = :id and state in ('asked', 'approved');

-- ---- one deputy's record ----

-- name: record_mandates(deputy_id int) many record_mandate
-- roles: deputy leader sysadmin presidium county
-- text: place
select m.id, m.area, m.level, m.since_at, m.until_at, m.state,
       m.absences, coalesce(t.number, 0) as term_number,
       coalesce(p.name, '') as place
from mandate m left join term t on t.id = m.term_id
left join area p on p.code = m.area
where m.deputy_id = :deputy_id order by m.id desc limit 100;

-- part: has_been_let
exists (select 1 from leave_request l
        where l.session_id = s.id and l.mandate_id = :mandate_id
          and l.state = 'approved')

-- part: was_suspended
coalesce((select c.act from mandate_change c
          where c.mandate_id = :mandate_id and c.at <= s.opens_at
          order by c.at desc, c.id desc limit 1), '') = 'suspend'

-- name: record_of(area int, mandate_id int) many record_row
-- roles: deputy leader sysadmin presidium county
-- why: The sessions of a mandate's congress, the newest first, and what is
-- written of her; which of them lie within the mandate is for the rules.
-- text: asked
select s.id, s.number, s.opens_at, s.closes_at,
       coalesce(a.is_present, -1) as present,
       case when {has_been_let} then 1 else 0 end as on_leave,
       coalesce((select r.state from leave_request r
                 where r.session_id = s.id and r.mandate_id = :mandate_id
                 order by r.id desc limit 1), '') as asked,
       coalesce((select r.id from leave_request r
                 where r.session_id = s.id and r.mandate_id = :mandate_id
                 order by r.id desc limit 1), 0) as leave_id,
       case when {was_suspended} then 1 else 0 end as was_suspended
from term t join term_session s on s.term_id = t.id
left join attendance a on a.session_id = s.id
     and a.mandate_id = :mandate_id
where t.area = :area order by t.number desc, s.number desc limit 99;

-- name: leave_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Two rows of one person became one, and the mandates are hers already;
-- by mandate_deputy and leave_mandate.
update leave_request set deputy_id = :to_id
where mandate_id in (select m.id from mandate m where m.deputy_id = :to_id)
  and deputy_id = :from_id;

-- ---- whether something is in use (desk/in_use.h) ----

-- name: mandate_attends(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By leave_mandate and attendance_mandate.
select case when exists (select 1 from leave_request l
                         where l.mandate_id between :lo and :hi)
              or exists (select 1 from attendance a
                         where a.mandate_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: deputy_attends(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: The same of all her mandates, by mandate_deputy.
select case when exists (
    select 1 from mandate m join leave_request l on l.mandate_id = m.id
    where m.deputy_id between :lo and :hi)
              or exists (
    select 1 from mandate n join attendance a on a.mandate_id = n.id
    where n.deputy_id between :lo and :hi) then 1 else 0 end as used;
