-- A one-time code as the second step of logging in.  confirmed_at 0: begun,
-- not yet in force.  last_step: the newest step that was used (crypt/totp.h).
create table second_factor (
    account_id integer primary key references account (id),
    secret blob not null,               -- sealed
    begun_at integer not null,
    confirmed_at integer not null,
    last_step integer not null
);

-- For a lost phone; keyed hashes, each good once.
create table recovery_code (
    account_id integer not null references account (id),
    hash blob not null,
    used_at integer not null,           -- 0: not yet
    primary key (account_id, hash)
);

-- Who somebody is at another house (OpenID Connect: issuer and subject).
create table outer_login (
    issuer text not null,
    subject text not null,
    account_id integer not null references account (id),
    made_at integer not null,
    primary key (issuer, subject)
);
create index outer_login_account on outer_login (account_id);
