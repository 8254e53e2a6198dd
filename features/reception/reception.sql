-- ---- working days ----

-- name: holidays() many holiday_row
-- roles: all
-- why: The whole calendar, some 35 days a year.
select day, working from holiday order by day limit 4000;

-- name: holiday_years() many holiday_year
-- roles: all
-- why: What the keepers see of it: the last year that is known.
-- text: name
select day, working, name from holiday order by day desc limit 40;

-- name: holiday_put(day int, working int, name text) changes any
-- roles: sysadmin county
insert into holiday (day, working, name) values (:day, :working, :name)
on conflict (day) do update
set working = excluded.working, name = excluded.name;

-- name: holidays_clear(from int, until int) changes any
-- roles: sysadmin county
-- why: A year is given whole; a mended notice leaves nothing of the old one.
delete from holiday where day >= :from and day <= :until;

-- ---- rules ----

-- part: rule_rows
select id, station_id, kind, place, rule, turn, state, built_until, version
from reception_rule

-- name: reception_rule_by_id(id int) one reception_rule_row
-- roles: all
{rule_rows} where id = :id;

-- name: reception_rules_of(station_id int) many reception_rule_row
-- roles: all
-- why: Live ones first, the newest first; along reception_rule_station.
{rule_rows} where station_id = :station_id
order by state desc, id desc limit 60;

-- name: reception_rules_stale(want int) many reception_rule_row
-- roles: sysadmin presidium county
-- why: Those whose days must be written, the oldest first; by
-- reception_rule_built.
{rule_rows} where state = 'live' and built_until < :want
order by state, built_until, id limit 20;

-- name: reception_rule_add(id int, station_id int, kind text, place text, rule text, turn text) changes 1
-- roles: liaison sysadmin presidium county
insert into reception_rule (id, station_id, kind, place, rule, turn, state,
                            built_until, version)
values (:id, :station_id, :kind, :place, :rule, :turn, 'live', 0, 1);

-- name: reception_rule_turn(id int, rule text, state text, version int) changes 1
-- roles: liaison sysadmin presidium county
-- why: Of two who change it at once the second finds another version.
update reception_rule
set rule = :rule, state = :state, version = version + 1
where id = :id and version = :version and state = 'live';

-- name: reception_rule_built(id int, until int, state text) changes 1
-- roles: deputy liaison leader sysadmin presidium county
update reception_rule set built_until = :until, state = :state
where id = :id;

-- name: reception_rules_again(station_id int) changes any
-- roles: sysadmin presidium county
-- why: The station was changed; by reception_rule_station.
update reception_rule set built_until = 0 where station_id = :station_id;

-- name: reception_rules_of_deputy_again(deputy_id int) changes any
-- roles: sysadmin presidium county
-- why: She came into office or left it; by reception_rule_deputy_deputy and
-- reception_swap_to.
update reception_rule set built_until = 0
where id in (select r.rule_id from reception_rule_deputy r
             where r.deputy_id = :deputy_id
             union
             select s.rule_id from reception_swap s
             where s.to_deputy = :deputy_id and s.state = 'accepted');

-- name: reception_rules_after(after int) many reception_rule_row
-- roles: system
-- why: All rules, for verify; along the primary key.
{rule_rows} where id > :after order by id limit 50;

-- name: reception_rules_all_again() changes any
-- roles: sysadmin county presidium
-- why: Another calendar, another local rule: all live ones, in turn.
update reception_rule set built_until = 0
where state = 'live' and built_until > 0;

-- name: reception_rule_deputy_add(rule_id int, place int, deputy_id int) changes 1
-- roles: liaison sysadmin presidium county
insert into reception_rule_deputy (rule_id, place, deputy_id)
values (:rule_id, :place, :deputy_id);

-- name: reception_rule_deputies(rule_id int) many reception_deputy
-- roles: all
select d.id, d.code, d.name, d.state
from reception_rule_deputy r join deputy d on d.id = r.deputy_id
where r.rule_id = :rule_id order by r.place limit 60;

-- name: reception_deputy_named(name text, station_id int, lo int, hi int, city int, province int) many reception_deputy
-- roles: liaison sysadmin presidium county
-- why: Those of the station, of its county and of the congresses above.
select id, code, name, state from deputy
where name = :name and state = 'active'
  and (station_id = :station_id or (area >= :lo and area < :hi)
       or area = :city or area = :province)
order by id limit 2;

-- ---- single days, by hand ----

-- name: reception_changes_of(rule_id int, from int) many reception_change_row
-- roles: all
select planned, day, reason from reception_change
where rule_id = :rule_id and planned >= :from order by planned limit 400;

-- name: reception_change_put(rule_id int, planned int, day int, reason text) changes any
-- roles: liaison sysadmin presidium county
insert into reception_change (rule_id, planned, day, reason)
values (:rule_id, :planned, :day, :reason)
on conflict (rule_id, planned) do update
set day = excluded.day, reason = excluded.reason;

-- name: reception_change_drop(rule_id int, planned int) changes 1
-- roles: liaison sysadmin presidium county
delete from reception_change where rule_id = :rule_id and planned = :planned;

-- ---- swaps ----

-- part: swap_rows
select id, rule_id, planned, from_deputy, to_deputy, state, reason, area
from reception_swap

-- name: reception_swaps_done(rule_id int, from int) many reception_swap_done
-- roles: deputy liaison leader sysadmin presidium county
-- why: Those that count, in the order they were decided, of takers who are
-- in office; by reception_swap_rule.
select s.planned, s.from_deputy, s.to_deputy
from reception_swap s join deputy d on d.id = s.to_deputy
where s.rule_id = :rule_id and s.planned >= :from and s.state = 'accepted'
  and d.state = 'active'
order by s.planned, s.id limit 400;

-- name: reception_swap_by_id(id int) one reception_swap_row
-- roles: deputy leader liaison sysadmin presidium county
{swap_rows} where id = :id;

-- name: reception_swaps_to(deputy_id int, today int) many reception_swap_asked
-- roles: deputy leader
-- why: What waits for this deputy's answer.
select s.id, s.planned, s.reason, f.name as asker, y.id as day_id, y.day,
       y.start_min, y.end_min, y.place, t.name as station
from reception_swap s
join deputy f on f.id = s.from_deputy
join reception_day y on y.rule_id = s.rule_id and y.planned = s.planned
     and y.is_held = 1
join station t on t.id = y.station_id
where s.to_deputy = :deputy_id and s.state = 'asked' and y.day >= :today
order by s.id limit 50;

-- name: reception_swap_add(id int, rule_id int, planned int, from_deputy int, to_deputy int, state text, reason text, area int, at int) changes 1
-- roles: deputy leader liaison sysadmin presidium county
insert into reception_swap (id, rule_id, planned, from_deputy, to_deputy,
                            state, reason, area, at)
values (:id, :rule_id, :planned, :from_deputy, :to_deputy, :state, :reason,
        :area, :at);

-- name: reception_swap_answer(id int, state text) changes 1
-- roles: deputy leader
-- why: Of two who answer at once, or one who asks back, the first counts.
update reception_swap set state = :state where id = :id and state = 'asked';

-- ---- days ----

-- part: day_rows
select y.id, y.rule_id, y.station_id, y.area, y.kind, y.place, y.planned,
       y.is_held, y.day, y.instead, y.start_min, y.end_min, y.why, y.known,
       y.notice_day, y.noticed_at, y.changed_at, y.reason
from reception_day y

-- name: reception_day_by_id(id int) one reception_day_row
-- roles: all
{day_rows} where y.id = :id;

-- name: reception_days_of_rule(rule_id int, from int, today int) many reception_day_row
-- roles: deputy liaison leader sysadmin presidium county
-- why: What is written already and may still change; along the unique key.
{day_rows}
where y.rule_id = :rule_id and y.planned >= :from and y.day >= :today
order by y.planned, y.is_held limit 600;

-- part: seat_columns
select s.day_id, s.deputy_id, d.code, d.name, s.place, s.instead_of,
       s.sure_at, s.came

-- name: reception_seats_of(station_id int, from int, until int) many reception_seat_row
-- roles: all
{seat_columns}
from reception_day y
join reception_seat s on s.day_id = y.id
join deputy d on d.id = s.deputy_id
where y.station_id = :station_id and y.day >= :from and y.day <= :until
order by y.day, y.id, s.place limit 2000;

-- name: reception_seats_of_day(day_id int) many reception_seat_row
-- roles: all
{seat_columns}
from reception_seat s join deputy d on d.id = s.deputy_id
where s.day_id = :day_id order by s.place limit 60;

-- part: line_columns
select y.id, y.rule_id, y.kind, y.place, y.area, y.is_held, y.day, y.planned, y.instead,
       y.start_min, y.end_min, y.why, y.known, y.notice_day, y.changed_at,
       y.reason, t.code as station_code, t.name as station, t.address
from reception_day y join station t on t.id = y.station_id

-- name: reception_days_of(station_id int, from int, until int) many reception_line
-- roles: all
-- why: The timetable of one station; by reception_day_station.
{line_columns}
where y.station_id = :station_id and y.day >= :from and y.day <= :until
order by y.day, y.start_min, y.id limit 400;

-- part: next_days
y.day >= :today and y.is_held = 1 and y.kind <> 'opening'

-- name: reception_next_at(station_id int, today int) many reception_line
-- roles: all
-- why: When people are received next; by reception_day_station.
{line_columns}
where y.station_id = :station_id and {next_days}
order by y.day, y.id limit 4;

-- name: reception_next_of(deputy_id int, today int) many reception_line
-- roles: all
-- why: Where she is to be met next; by reception_seat_deputy.
{line_columns}
join reception_seat s on s.day_id = y.id
where s.deputy_id = :deputy_id and s.day >= :today and {next_days}
order by s.day, s.day_id limit 4;

-- name: reception_day_in(day int, lo int, hi int, after int) many reception_line
-- roles: all
-- why: Who receives people on a day, within a range of areas, in the order
-- of reception_day_area; a next page begins at the last one's area, behind
-- it.  Plain opening hours are left to the stations' own pages.
{line_columns}
where y.day = :day and y.area >= :lo and y.area < :hi
  and (y.area > :lo or y.id > :after) and y.kind <> 'opening'
order by y.area, y.id limit 31;

-- name: reception_seats_in(day int, lo int, hi int, first int, last int) many reception_seat_row
-- roles: all
-- why: Who sits there, for one page of the above; ids need not be in order
-- of areas, so they only narrow it.
{seat_columns}
from reception_day y
join reception_seat s on s.day_id = y.id
join deputy d on d.id = s.deputy_id
where y.day = :day and y.area >= :lo and y.area <= :hi
  and y.id >= :first and y.id <= :last and y.kind <> 'opening'
order by y.area, y.id, s.place limit 400;

-- name: reception_days_by(deputy_id int, from int, until int) many reception_line
-- roles: all
-- why: The days of one deputy; by reception_seat_deputy.
{line_columns}
join reception_seat s on s.day_id = y.id
where s.deputy_id = :deputy_id and s.day >= :from and s.day <= :until
order by s.day, s.day_id limit 200;

-- name: reception_day_add(id int, rule_id int, station_id int, area int, kind text, place text, planned int, held int, day int, instead int, start int, end int, why text, known int, notice_day int, noticed_at int, changed_at int, reason text) changes 1
-- roles: deputy liaison leader sysadmin presidium county
insert into reception_day (id, rule_id, station_id, area, kind, place,
    planned, is_held, day, instead, start_min, end_min, why, known,
    notice_day, noticed_at, changed_at, reason)
values (:id, :rule_id, :station_id, :area, :kind, :place, :planned, :held,
        :day, :instead, :start, :end, :why, :known, :notice_day,
        :noticed_at, :changed_at, :reason);

-- name: reception_day_set(id int, area int, place text, day int, instead int, why text, known int, notice_day int, changed_at int, reason text) changes 1
-- roles: deputy liaison leader sysadmin presidium county
update reception_day
set area = :area, place = :place, day = :day, instead = :instead,
    why = :why, known = :known, notice_day = :notice_day,
    changed_at = :changed_at, reason = :reason
where id = :id;

-- name: reception_day_end(id int, changed_at int) changes 1
-- roles: deputy liaison leader sysadmin presidium county
-- why: Its notice hangs already: people must see that it is off.
update reception_day
set is_held = 0, why = 'ended', instead = 0, changed_at = :changed_at
where id = :id;

-- name: reception_day_drop(id int) changes 1
-- roles: deputy liaison leader sysadmin presidium county
delete from reception_day where id = :id;

-- name: reception_seats_drop(day_id int) changes any
-- roles: deputy liaison leader sysadmin presidium county
delete from reception_seat where day_id = :day_id;

-- name: reception_seat_add(day_id int, deputy_id int, place int, day int, instead_of int, sure_at int, came text) changes 1
-- roles: deputy liaison leader sysadmin presidium county
insert into reception_seat (day_id, deputy_id, place, day, instead_of,
                            sure_at, came)
values (:day_id, :deputy_id, :place, :day, :instead_of, :sure_at, :came);

-- name: reception_seat_sure(day_id int, deputy_id int, now int) changes 1
-- roles: deputy leader
update reception_seat set sure_at = :now
where day_id = :day_id and deputy_id = :deputy_id and sure_at = 0;

-- name: reception_seat_came(day_id int, deputy_id int, came text) changes 1
-- roles: liaison sysadmin presidium county
update reception_seat set came = :came
where day_id = :day_id and deputy_id = :deputy_id;

-- ---- notices ----

-- name: reception_notices_due(today int) many reception_day_row
-- roles: system
-- why: Whose notice must hang by now and was not written; by
-- reception_day_notice.
{day_rows}
where y.noticed_at = 0 and y.notice_day > 0 and y.notice_day <= :today
order by y.noticed_at, y.notice_day limit 40;

-- name: reception_noticed(id int, now int) changes 1
-- roles: system
update reception_day set noticed_at = :now where id = :id and noticed_at = 0;

-- ---- feeds ----

-- name: reception_sequence(subject_id int) many reception_sequence
-- roles: all
select sequence from reception_feed where subject_id = :subject_id;

-- name: reception_sequence_up(subject_id int) changes 1
-- roles: deputy liaison leader sysadmin presidium county
insert into reception_feed (subject_id, sequence) values (:subject_id, 1)
on conflict (subject_id) do update
set sequence = reception_feed.sequence + 1;

-- ---- what keepers set ----

-- name: reception_setting_put(area int, name text, since_at int, value text, by_account int) changes 1
-- roles: sysadmin presidium county
insert into setting (area, name, since_at, value, by_account)
values (:area, :name, :since_at, :value, :by_account)
on conflict (name, area, since_at) do update set value = excluded.value;

-- name: reception_rules_in_again(lo int, hi int) changes any
-- roles: sysadmin presidium county
-- why: Another rule of notices for an area: its stations by station_area,
-- their rules by reception_rule_station.
update reception_rule set built_until = 0
where station_id in (select s.id from station s
                     where s.area >= :lo and s.area < :hi);

-- ---- one day, one seat ----

-- name: reception_line_by_id(id int) one reception_line
-- roles: all
{line_columns} where y.id = :id;

-- name: reception_held_on(rule_id int, day int) many reception_day_id
-- roles: liaison sysadmin presidium county
-- why: Is this rule held on that day already; along the unique key of a rule,
-- whose days are some hundreds.
select id, planned from reception_day
where rule_id = :rule_id and is_held = 1 and day = :day limit 2;

-- name: reception_swap_open(rule_id int, planned int, from_deputy int) many reception_swap_wait
-- roles: deputy leader liaison sysadmin presidium county
-- why: What the giver of a seat waits for; by reception_swap_rule.
select s.id, d.name
from reception_swap s join deputy d on d.id = s.to_deputy
where s.rule_id = :rule_id and s.planned = :planned
  and s.from_deputy = :from_deputy and s.state = 'asked'
order by s.id limit 2;

-- name: reception_swaps_of_day(rule_id int, planned int) many reception_swap_line
-- roles: deputy leader liaison sysadmin presidium county
-- why: Who handed the day to whom; by reception_swap_rule.
select s.id, f.name as asker, t.name as taker, s.state, s.reason
from reception_swap s
join deputy f on f.id = s.from_deputy
join deputy t on t.id = s.to_deputy
where s.rule_id = :rule_id and s.planned = :planned
order by s.id limit 40;

-- name: reception_swap_back(id int, deputy_id int) changes 1
-- roles: deputy leader
update reception_swap set state = 'back'
where id = :id and from_deputy = :deputy_id and state = 'asked';

-- ---- what waits for somebody ----

-- name: reception_waits(deputy_id int, today int) one reception_waits
-- roles: deputy leader
-- why: Is she asked to stand in, and when does she sit next; by
-- reception_swap_to and reception_seat_deputy.
select (select count(*) from reception_swap s
        join reception_day y on y.rule_id = s.rule_id
             and y.planned = s.planned and y.is_held = 1
        where s.to_deputy = :deputy_id and s.state = 'asked'
          and y.day >= :today) as asked,
       coalesce((select min(t.day) from reception_seat t
                 where t.deputy_id = :deputy_id and t.day >= :today), 0)
           as next_day;

-- name: reception_hangs(station_id int, today int) many reception_hang
-- roles: liaison
-- why: Is there a notice of this station to hang; by reception_day_station.
select y.id from reception_day y
where y.station_id = :station_id and y.day >= :today
  and y.notice_day > 0 and y.notice_day <= :today
order by y.day, y.id limit 1;

-- ---- two rows of one person ----

-- name: reception_rules_twice(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Who was named twice in an arrangement is named once; by
-- reception_rule_deputy_deputy.
delete from reception_rule_deputy
where deputy_id = :from_id
  and rule_id in (select k.rule_id from reception_rule_deputy k
                  where k.deputy_id = :to_id);

-- name: reception_rules_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
update reception_rule_deputy set deputy_id = :to_id
where deputy_id = :from_id;

-- name: reception_swaps_given_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Before the arrangements move: she gave away days of those that name
-- her, or that she had taken over; by reception_swap_rule.
update reception_swap set from_deputy = :to_id
where from_deputy = :from_id
  and rule_id in (select r.rule_id from reception_rule_deputy r
                  where r.deputy_id = :from_id
                  union
                  select s.rule_id from reception_swap s
                  where s.to_deputy = :from_id);

-- name: reception_swaps_taken_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: By reception_swap_to.
update reception_swap set to_deputy = :to_id where to_deputy = :from_id;

-- name: reception_swaps_void(to_id int) changes any
-- roles: sysadmin presidium county
-- why: Nobody stands in for herself.
update reception_swap set state = 'back'
where to_deputy = :to_id and from_deputy = to_deputy
  and state in ('asked', 'accepted');

-- name: reception_seats_twice(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Both rows sat there: one seat is enough; by reception_seat_deputy.
delete from reception_seat
where deputy_id = :from_id
  and day_id in (select k.day_id from reception_seat k
                 where k.deputy_id = :to_id);

-- name: reception_seats_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
update reception_seat set deputy_id = :to_id where deputy_id = :from_id;

-- ---- whether something is in use (desk/in_use.h) ----

-- name: deputy_receives(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Arrangements, days and swaps of a deputy, ended ones too; by
-- reception_rule_deputy_deputy, reception_seat_deputy, reception_swap_to.
select case when exists (select 1 from reception_rule_deputy r
                         where r.deputy_id between :lo and :hi)
              or exists (select 1 from reception_seat s
                         where s.deputy_id between :lo and :hi)
              or exists (select 1 from reception_swap w
                         where w.to_deputy between :lo and :hi)
            then 1 else 0 end as used;

-- name: station_receives(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By reception_rule_station and reception_day_station.
select case when exists (select 1 from reception_rule r
                         where r.station_id between :lo and :hi)
              or exists (select 1 from reception_day y
                         where y.station_id between :lo and :hi)
            then 1 else 0 end as used;
