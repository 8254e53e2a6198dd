-- ---- rights of suspended deputies ----

-- part: living_grants
from role_grant g
where g.ref_id = :deputy_id and g.role in (:deputy_role, :leader_role)
  and (g.until_at = 0 or g.until_at > :now)

-- name: grants_living(deputy_id int, deputy_role int, leader_role int, now int) many grant_living
-- roles: sysadmin presidium county
-- why: A deputy's rights; by role_grant_ref, one or two.
select g.id, g.account_id, g.role, g.area_lo, g.until_at {living_grants}
order by g.id limit 100;

-- name: grant_pause(grant_id int, deputy_id int, until int) changes 1
-- roles: sysadmin presidium county
insert into grant_pause (grant_id, deputy_id, until_at, settled_at)
values (:grant_id, :deputy_id, :until, 0);

-- name: grants_paused(deputy_id int, now int) many grant_paused
-- roles: sysadmin presidium county
-- why: What waits for her return, if its account still works and its last
-- day has not passed; what else the account holds now goes with it or not.
select g.id, g.account_id, g.role, g.area_lo, g.area_hi, g.ref_id,
       g.by_account, p.until_at
from grant_pause p join role_grant g on g.id = p.grant_id
join account a on a.id = g.account_id and a.state = 'active'
where p.deputy_id = :deputy_id and p.settled_at = 0
  and (p.until_at = 0 or p.until_at > :now)
order by g.id limit 100;

-- name: roles_held(account_id int, now int) many role_held
-- roles: sysadmin presidium county
select g.role from role_grant g
where g.account_id = :account_id
  and (g.until_at = 0 or g.until_at > :now) order by g.id limit 100;

-- name: grant_back(id int, account_id int, role int, area_lo int, area_hi int, ref_id int, now int, until int, by_account int) changes 1
-- roles: sysadmin presidium county
-- why: The same right anew, granted by who granted it first.
insert into role_grant (id, account_id, role, area_lo, area_hi, ref_id,
                        since_at, until_at, by_account)
values (:id, :account_id, :role, :area_lo, :area_hi, :ref_id, :now, :until,
        :by_account);

-- name: pauses_settle(deputy_id int, now int) changes any
-- roles: sysadmin presidium county
update grant_pause set settled_at = :now
where deputy_id = :deputy_id and settled_at = 0;

-- name: pauses_settle_term(term_id int, now int) changes any
-- roles: sysadmin presidium county
-- why: Who is no deputy after a new term gets nothing back.
update grant_pause set settled_at = :now
where settled_at = 0
  and deputy_id in (select d.id from mandate m
                    join deputy d on d.id = m.deputy_id
                    where m.term_id = :term_id and d.state = 'ended');

-- name: grants_pause_term(term_id int, deputy_role int, leader_role int, now int) changes any
-- roles: sysadmin presidium county
-- why: Whose only other mandate is suspended loses the rights for as long.
insert into grant_pause (grant_id, deputy_id, until_at, settled_at)
select g.id, g.ref_id, g.until_at, 0
from mandate m join deputy d on d.id = m.deputy_id and d.state = 'suspended'
join role_grant g on g.ref_id = d.id
where m.term_id = :term_id and g.role in (:deputy_role, :leader_role)
  and (g.until_at = 0 or g.until_at > :now);
