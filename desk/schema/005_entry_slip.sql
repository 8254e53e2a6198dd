-- A paper with a code that lets somebody in once, to set a password of their
-- own.  Of the slips of an account only the newest can count: the one before
-- ends with it.
create table entry_slip (
    id integer primary key,
    account_id integer not null references account (id),
    hash blob not null,                 -- keyed, of the code
    made_at integer not null,
    until_at integer not null,
    used_at integer not null,           -- 0: not yet
    ended_at integer not null,          -- 0: not taken back, not replaced
    by_account integer not null
);
create index entry_slip_account on entry_slip (account_id, id);

-- Who was never in yet (no password is set), in the order of logins.
-- sqlite:
create index account_unentered on account (login) where hash = '';
-- postgres:
create index account_unentered on account (login collate "C")
where hash = '';
