-- A session can be named to end it (its token can not be shown), and tells
-- what kind of device it is on (desk/device.h; not the browser's own words).
alter table session add column id integer not null default 0;
alter table session add column device text not null default '';

drop index session_account;
create index session_account on session (account_id, id);

-- When the password was set: of use only where the setting
-- account.password_days asks for a new one now and then.
alter table account add column password_at integer not null default 0;
update account set password_at = made_at;
