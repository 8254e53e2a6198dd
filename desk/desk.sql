-- ---- sessions and accounts ----

-- name: session_viewer(token_hash bytes, now int) one session_viewer
-- roles: all
-- why: Who holds this token, if the session and the account live.
select a.id, a.name, a.login, s.seen_at, s.ends_at, s.acting_id
from session s join account a on a.id = s.account_id
where s.token_hash = :token_hash and s.ends_at > :now and a.state = 'active';

-- name: token_viewer(token_hash bytes, now int) one session_viewer
-- roles: all
-- why: The same for a program's bearer token.
select a.id, a.name, a.login, t.made_at as seen_at, t.ends_at,
       0 as acting_id
from api_token t join account a on a.id = t.account_id
where t.token_hash = :token_hash and t.ends_at > :now and a.state = 'active';

-- name: account_grants(account_id int, now int) many account_grant
-- roles: all
-- why: What the viewer may do; a handful of rows, by role_grant_account.
select role, area_lo, area_hi, ref_id, until_at from role_grant
where account_id = :account_id and since_at <= :now
  and (until_at = 0 or until_at > :now)
order by role, area_lo;

-- part: acting_lives
d.since_at <= :now and d.until_at > :now and d.ended_at = 0
  and g.since_at <= :now and (g.until_at = 0 or g.until_at > :now)
  and f.state = 'active'

-- name: acting_now(id int, account_id int, now int) many acting_now
-- roles: all
-- why: The one grant that the viewer acts with, while it lives and the viewer
-- has any role of her own.
select d.id, d.for_account, f.name as for_name, g.role, g.area_lo, g.area_hi,
       g.ref_id, case when g.until_at = 0 or g.until_at > d.until_at
                 then d.until_at else g.until_at end as until_at
from acting d join role_grant g on g.id = d.grant_id
join account f on f.id = d.for_account
where d.id = :id and d.account_id = :account_id and {acting_lives}
  and exists (select 1 from role_grant o
              where o.account_id = d.account_id and o.since_at <= :now
                and (o.until_at = 0 or o.until_at > :now));

-- name: session_act(token_hash bytes, acting_id int) changes 1
-- roles: staff
update session set acting_id = :acting_id where token_hash = :token_hash;

-- name: account_called(id int) one account_called
-- roles: all
-- why: Beside the name of who acted for this one.
select name from account where id = :id;

-- name: account_by_login(login text) one account_row
-- roles: all
select id, login, name, hash, state from account where login = :login;

-- name: account_by_id(id int) one account_row
-- roles: staff
select id, login, name, hash, state from account where id = :id;

-- name: account_add(id int, login text, name text, hash text, made_at int) changes 1
-- roles: secadmin
insert into account (id, login, name, hash, state, made_at, password_at)
values (:id, :login, :name, :hash, 'active', :made_at, :made_at);

-- name: account_set_hash(id int, hash text, now int) changes 1
-- roles: staff
update account set hash = :hash, password_at = :now where id = :id;

-- name: account_password_at(id int) one account_password_at
-- roles: all
-- why: Of who is just coming in, where passwords grow old.
select password_at as at from account where id = :id;

-- name: account_renew_hash(id int, hash text, was int, now int) changes any
-- roles: all
-- why: Over a password that grew old, unless it was changed meanwhile.
update account set hash = :hash, password_at = :now
where id = :id and password_at = :was and state = 'active';

-- name: account_set_state(id int, state text) changes 1
-- roles: secadmin
update account set state = :state where id = :id;

-- name: account_list() many account_line
-- roles: secadmin sysadmin auditor auditadmin
-- why: Accounts of one place fit a page; a nation's are found by login.
select id, login, name, state, made_at from account
order by login limit 500;

-- name: grant_add(id int, account_id int, role int, area_lo int, area_hi int, ref_id int, since_at int, until_at int, by_account int) changes 1
-- roles: secadmin
insert into role_grant (id, account_id, role, area_lo, area_hi, ref_id,
                        since_at, until_at, by_account)
values (:id, :account_id, :role, :area_lo, :area_hi, :ref_id,
        :since_at, :until_at, :by_account);

-- name: grant_end(id int, until_at int) changes 1
-- roles: secadmin
update role_grant set until_at = :until_at where id = :id and until_at = 0;

-- ---- whether something is in use (desk/in_use.h) ----

-- name: thing_told_of(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether a grant is about it or an event names it; by role_grant_ref,
-- event_object and the key.
select case when exists (select 1 from role_grant g
                         where g.ref_id between :lo and :hi)
              or exists (select 1 from event e
                         where e.object_id between :lo and :hi)
              or exists (select 1 from event_deputy v
                         where v.deputy_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: area_told_of(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: The same of an area; by role_grant_area and event_area.
select case when exists (select 1 from role_grant g
                         where g.area_lo between :lo and :hi)
              or exists (select 1 from event e where e.area between :lo and :hi)
            then 1 else 0 end as used;

-- name: account_used(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether it has other roles, was entered with or may be, or acts for
-- somebody.  That a stranger tried its name is no use.
select case when exists (select 1 from role_grant g
                         where g.account_id between :lo and :hi)
              or exists (select 1 from session s
                         where s.account_id between :lo and :hi)
              or exists (select 1 from entry_slip l
                         where l.account_id between :lo and :hi)
              or exists (select 1 from api_token t
                         where t.account_id between :lo and :hi)
              or exists (select 1 from second_factor f
                         where f.account_id between :lo and :hi)
              or exists (select 1 from recovery_code r
                         where r.account_id between :lo and :hi)
              or exists (select 1 from outer_login o
                         where o.account_id between :lo and :hi)
              or exists (select 1 from acting d
                         where d.account_id between :lo and :hi)
              or exists (select 1 from acting d
                         where d.for_account between :lo and :hi)
            then 1 else 0 end as used;

-- name: grant_used(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Whether somebody acts with it, or did; by acting_for.
select case when exists (
    select 1 from role_grant g
    join acting d on d.for_account = g.account_id and d.grant_id = g.id
    where g.id between :lo and :hi) then 1 else 0 end as used;

-- name: grant_of_import(id int) one grant_of_import
-- roles: secadmin
select id, account_id, role, area_lo, area_hi, ref_id, until_at
from role_grant where id = :id;

-- name: grant_gone(id int) changes 1
-- roles: secadmin
-- why: An import is taken back: it never was.
delete from role_grant where id = :id;

-- name: account_gone(id int) changes 1
-- roles: secadmin
delete from account where id = :id;

-- name: session_add(id int, token_hash bytes, account_id int, device text, now int, ends_at int) changes 1
-- roles: public
insert into session (id, token_hash, account_id, device, made_at, seen_at,
                     ends_at)
values (:id, :token_hash, :account_id, :device, :now, :now, :ends_at);

-- name: session_list(account_id int, now int, here bytes) many session_line
-- roles: staff
-- why: One's own, or those of an account that one administers; a handful.
-- text: told
select id, device, made_at, seen_at, token_hash = :here as here,
       '' as told
from session where account_id = :account_id and ends_at > :now
order by id desc limit 50;

-- name: session_end_one(id int, account_id int, here bytes) changes any
-- roles: staff
delete from session
where account_id = :account_id and id = :id and token_hash <> :here;

-- name: session_end_others(account_id int, here bytes) changes any
-- roles: staff
delete from session
where account_id = :account_id and token_hash <> :here;

-- name: session_touch(token_hash bytes, now int, ends_at int) changes any
-- roles: staff
update session set seen_at = :now, ends_at = :ends_at
where token_hash = :token_hash;

-- name: session_end(token_hash bytes) changes any
-- roles: all
delete from session where token_hash = :token_hash;

-- name: session_end_all(account_id int) changes any
-- roles: all
delete from session where account_id = :account_id;

-- name: session_sweep(now int) changes any
-- roles: system
delete from session where ends_at <= :now;

-- name: token_end_all(account_id int) changes any
-- roles: all
delete from api_token where account_id = :account_id;

-- name: token_add(token_hash bytes, account_id int, name text, made_at int, ends_at int) changes 1
-- roles: secadmin
insert into api_token (token_hash, account_id, name, made_at, ends_at)
values (:token_hash, :account_id, :name, :made_at, :ends_at);

-- name: try_row(who bytes) many try_row
-- roles: all
select fails, until_at from login_try where who = :who;

-- name: try_note(who bytes, fails int, until_at int) changes 1
-- roles: all
insert into login_try (who, fails, until_at) values (:who, :fails, :until_at)
on conflict (who) do update
set fails = excluded.fails, until_at = excluded.until_at;

-- name: try_clear(who bytes) changes any
-- roles: all
delete from login_try where who = :who;

-- ---- the first login ----

-- part: entry_lives
used_at = 0 and ended_at = 0 and until_at > :now

-- name: entry_add(id int, account_id int, hash bytes, now int, until_at int, by_account int) changes 1
-- roles: secadmin
insert into entry_slip (id, account_id, hash, made_at, until_at, used_at,
                        ended_at, by_account)
values (:id, :account_id, :hash, :now, :until_at, 0, 0, :by_account);

-- name: entry_end(account_id int, now int) changes any
-- roles: secadmin
-- why: Taken back, or replaced by a new one.
update entry_slip set ended_at = :now
where account_id = :account_id and {entry_lives};

-- name: entry_living(account_id int, now int) many entry_row
-- roles: all
-- why: At most one.
select id, hash, made_at, until_at from entry_slip
where account_id = :account_id and {entry_lives} order by id desc limit 1;

-- name: entry_use(id int, account_id int, now int) changes any
-- roles: all
-- why: Of two who use it at once the second finds it used.
update entry_slip set used_at = :now
where id = :id and account_id = :account_id and {entry_lives};

-- name: account_entry_hash(id int, hash text, now int) changes 1
-- roles: all
-- why: The first password, by whoever holds the slip.
update account set hash = :hash, password_at = :now
where id = :id and state = 'active';

-- ---- double sending ----

-- name: once_begin(key bytes, now int) changes 1
-- roles: all
insert into once_key (key, made_at, status, location, cookies)
values (:key, :now, 0, '', x'');
-- postgres:
insert into once_key (key, made_at, status, location, cookies)
values (:key, :now, 0, '', ''::bytea);

-- name: once_settle(key bytes, now int, status int, location text, cookies bytes) changes 1 later
-- roles: all
-- why: Over the row of once_begin.  No update: it would read the page of its
-- key, and clash with all on PostgreSQL that write there.
insert into once_key (key, made_at, status, location, cookies)
values (:key, :now, :status, :location, :cookies)
on conflict (key) do update
set status = excluded.status, location = excluded.location,
    cookies = excluded.cookies;

-- name: once_drop(key bytes) changes 1
-- roles: all
-- why: A POST that led nowhere (a page was shown) may be sent again.
delete from once_key where key = :key;

-- name: once_result(key bytes) many once_result
-- roles: all
select status, location, cookies from once_key where key = :key;

-- name: once_sweep(before int) changes any
-- roles: system
delete from once_key where made_at < :before;

-- ---- journal ----

-- name: chain_head(slot int) many chain_head
-- roles: all
-- why: Read by the slot's own writer alone, so nobody moves it meanwhile.
select seq, head from chain where slot = :slot;

-- name: chain_move(slot int, seq int, head bytes) changes 1 later
-- roles: all
insert into chain (slot, seq, head) values (:slot, :seq, :head)
on conflict (slot) do update set seq = excluded.seq, head = excluded.head;

-- name: event_add(id int, slot int, seq int, at int, kind text, object_id int, area int, actor_id int, actor_role int, is_public int, facts text, prev bytes, hash bytes) changes 1 later
-- roles: all
insert into event (id, slot, seq, at, kind, object_id, area, actor_id,
                   actor_role, is_public, facts, prev, hash)
values (:id, :slot, :seq, :at, :kind, :object_id, :area, :actor_id,
        :actor_role, :is_public, :facts, :prev, :hash);

-- name: event_deputy_add(deputy_id int, event_id int) changes 1 later
-- roles: all
insert into event_deputy (deputy_id, event_id)
values (:deputy_id, :event_id);

-- name: event_chain(slot int, after int) many event_row
-- roles: auditor auditadmin
-- why: One step of a walk along a chain, for verify and checkpoints.
select id, slot, seq, at, kind, object_id, area, actor_id, actor_role,
       is_public, facts, prev, hash
from event where slot = :slot and seq > :after order by seq limit 1000;

-- name: event_newest(before int, lo int, hi int) many event_line
-- roles: auditor auditadmin
-- why: The audit log, newest first, keyset by id: along the ids and never by
-- event_area, whose rows would all be sorted.
-- text: actor what place told
select e.id, e.at, e.kind, e.object_id, e.area, e.actor_role, e.facts,
       coalesce(a.name, '') as actor, e.kind as what, '' as place,
       '' as told
from event e left join account a on a.id = e.actor_id
where e.id < :before and e.area + 0 >= :lo and e.area + 0 < :hi
order by e.id desc limit 50;

-- name: event_last() one event_last
-- roles: system
select coalesce(max(id), 0) as id from event;

-- name: event_count() one event_count
-- roles: auditor auditadmin
-- why: For verify alone, which reads them all anyway: none stands outside
-- of the chains.
select count(*) as n from event;

-- name: chain_slots() many chain_slot
-- roles: auditor auditadmin
select slot, seq, head from chain order by slot;

-- name: chain_tree(slot int) many chain_tree
-- roles: auditor auditadmin
select tree from chain_tree where slot = :slot;

-- name: chain_tree_set(slot int, tree bytes) changes 1
-- roles: system
insert into chain_tree (slot, tree) values (:slot, :tree)
on conflict (slot) do update set tree = excluded.tree;

-- name: checkpoint_add(id int, at int, text text, signature bytes) changes 1
-- roles: system
insert into checkpoint (id, at, text, signature)
values (:id, :at, :text, :signature);

-- name: checkpoint_last() many checkpoint_row
-- roles: auditor auditadmin public
select id, at, text, signature from checkpoint order by id desc limit 1;

-- name: checkpoint_list() many checkpoint_row
-- roles: auditor auditadmin
select id, at, text, signature from checkpoint order by id;

-- ---- settings ----

-- name: setting_newest(name text, now int) many setting_row
-- roles: all
-- why: All areas' values of one name, newest first; a handful of rows.
select area, value from setting
where name = :name and since_at <= :now order by since_at desc;

-- name: setting_add(area int, name text, since_at int, value text, by_account int) changes 1
-- roles: sysadmin
insert into setting (area, name, since_at, value, by_account)
values (:area, :name, :since_at, :value, :by_account)
on conflict (name, area, since_at) do update set value = excluded.value;

-- ---- the second step of logging in ----

-- name: second_of(account_id int) many second_row
-- roles: all
select secret, confirmed_at, last_step from second_factor
where account_id = :account_id;

-- name: second_begin(account_id int, secret bytes, now int) changes 1
-- roles: staff
-- why: Begun again it starts anew; what is in force is not replaced.
insert into second_factor (account_id, secret, begun_at, confirmed_at,
                           last_step)
values (:account_id, :secret, :now, 0, 0)
on conflict (account_id) do update
set secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0
where second_factor.confirmed_at = 0;

-- name: second_confirm(account_id int, now int) changes 1
-- roles: staff
update second_factor set confirmed_at = :now
where account_id = :account_id and confirmed_at = 0;

-- name: second_step(account_id int, step int) changes 1
-- roles: all
-- why: Of two logins with one code only the first has it.
update second_factor set last_step = :step
where account_id = :account_id and last_step < :step;

-- name: second_end(account_id int) changes any
-- roles: staff
delete from second_factor where account_id = :account_id;

-- name: recovery_add(account_id int, hash bytes) changes 1
-- roles: staff
insert into recovery_code (account_id, hash, used_at)
values (:account_id, :hash, 0);

-- name: recovery_use(account_id int, hash bytes, now int) changes any
-- roles: all
update recovery_code set used_at = :now
where account_id = :account_id and hash = :hash and used_at = 0;

-- name: recovery_left(account_id int) one recovery_count
-- roles: staff
select count(*) as n from recovery_code
where account_id = :account_id and used_at = 0;

-- name: recovery_end(account_id int) changes any
-- roles: staff
delete from recovery_code where account_id = :account_id;

-- ---- logging in at another house ----

-- name: account_entering(id int) one account_row
-- roles: all
-- why: Whose second step is due; the first was taken.
select id, login, name, hash, state from account where id = :id;

-- name: outer_account(issuer text, subject text) many account_row
-- roles: all
select a.id, a.login, a.name, a.hash, a.state
from outer_login o join account a on a.id = o.account_id
where o.issuer = :issuer and o.subject = :subject;

-- name: outer_add(issuer text, subject text, account_id int, now int) changes 1
-- roles: staff
-- why: A person over there has one account here, the newest tie counts.
insert into outer_login (issuer, subject, account_id, made_at)
values (:issuer, :subject, :account_id, :now)
on conflict (issuer, subject) do update
set account_id = excluded.account_id, made_at = excluded.made_at;

-- name: outer_of(account_id int) many outer_row
-- roles: staff
select issuer, subject, made_at from outer_login
where account_id = :account_id order by made_at limit 20;

-- name: outer_end(account_id int) changes any
-- roles: staff
delete from outer_login where account_id = :account_id;
