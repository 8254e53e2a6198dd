-- What is only ever found by its key is kept in the key's own tree: one to
-- walk and one to write, not two.
-- sqlite:
create table session_new (
    token_hash blob primary key,
    account_id integer not null references account (id),
    made_at integer not null,
    seen_at integer not null,
    ends_at integer not null
) without rowid;
insert into session_new
select token_hash, account_id, made_at, seen_at, ends_at from session
order by token_hash;
drop table session;
alter table session_new rename to session;
create index session_account on session (account_id);
create index session_ends on session (ends_at);

create table api_token_new (
    token_hash blob primary key,
    account_id integer not null references account (id),
    name text not null,
    made_at integer not null,
    ends_at integer not null
) without rowid;
insert into api_token_new
select token_hash, account_id, name, made_at, ends_at from api_token
order by token_hash;
drop table api_token;
alter table api_token_new rename to api_token;

create table login_try_new (
    who blob primary key,
    fails integer not null,
    until_at integer not null
) without rowid;
insert into login_try_new
select who, fails, until_at from login_try order by who;
drop table login_try;
alter table login_try_new rename to login_try;

create table once_key_new (
    key blob primary key,
    made_at integer not null,
    status integer not null,
    location text not null,
    cookies blob not null               -- sealed Set-Cookie lines
) without rowid;
insert into once_key_new
select key, made_at, status, location, cookies from once_key order by key;
drop table once_key;
alter table once_key_new rename to once_key;
create index once_key_made on once_key (made_at);

create table event_deputy_new (
    deputy_id integer not null,
    event_id integer not null,
    primary key (deputy_id, event_id)
) without rowid;
insert into event_deputy_new
select deputy_id, event_id from event_deputy order by deputy_id, event_id;
drop table event_deputy;
alter table event_deputy_new rename to event_deputy;

create table setting_new (
    area integer not null,
    name text not null,
    since_at integer not null,
    value text not null,
    by_account integer not null,
    primary key (name, area, since_at)
) without rowid;
insert into setting_new
select area, name, since_at, value, by_account from setting
order by name, area, since_at;
drop table setting;
alter table setting_new rename to setting;
-- postgres:
-- Rows that are written over and over find room beside themselves.
alter table chain set (fillfactor = 20);
alter table once_key set (fillfactor = 70);
-- both:
