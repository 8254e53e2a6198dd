-- Accounts, what they may do, sessions, the journal, settings.

create table account (
    id integer primary key,
    login text not null unique,         -- folded; what is typed
    name text not null,                 -- what others see
    hash text not null,                 -- argon2id text form
    state text not null,                -- active | closed
    made_at integer not null
);

-- A role over an area's subtree (area_lo <= x < area_hi), from a day to a
-- day (0: open), given by somebody.  ref_id: the organ, station or deputy
-- that the role is about.
create table role_grant (
    id integer primary key,
    account_id integer not null references account (id),
    role integer not null,              -- one bit of base/role.h
    area_lo integer not null,
    area_hi integer not null,
    ref_id integer not null,
    since_at integer not null,
    until_at integer not null,
    by_account integer not null
);
create index role_grant_account on role_grant (account_id);

-- Only the hash of the token is kept.
create table session (
    token_hash blob primary key,
    account_id integer not null references account (id),
    made_at integer not null,
    seen_at integer not null,
    ends_at integer not null
);
create index session_account on session (account_id);
create index session_ends on session (ends_at);

create table api_token (
    token_hash blob primary key,
    account_id integer not null references account (id),
    name text not null,
    made_at integer not null,
    ends_at integer not null
);

-- Failures by keyed hash of what was typed (a login, a matter's code):
-- exists for unknown names too, so it tells nobody whether there is one.
create table login_try (
    who blob primary key,
    fails integer not null,
    until_at integer not null
);

-- A POST's key against double sending, and where it led.
create table once_key (
    key blob primary key,
    made_at integer not null,
    status integer not null,
    location text not null,
    cookies blob not null               -- sealed Set-Cookie lines
);
create index once_key_made on once_key (made_at);

-- What happened.  Append only; chained by hash per writer slot.
create table event (
    id integer primary key,
    slot integer not null,
    seq integer not null,
    at integer not null,
    kind text not null,                 -- matter.claim
    object_id integer not null,
    area integer not null,
    actor_id integer not null,          -- account; 0: the public or system
    actor_role integer not null,        -- one bit
    is_public integer not null,         -- may stand on a public timeline
    facts text not null,                -- key=value lines, no personal data
    prev blob not null,
    hash blob not null,
    unique (slot, seq)
);
create index event_object on event (object_id, id);
create index event_area on event (area, id);

create table event_deputy (
    deputy_id integer not null,
    event_id integer not null,
    primary key (deputy_id, event_id)
);

create table chain (
    slot integer primary key,
    seq integer not null,
    head blob not null
);

-- The signed state of all chains at one moment (see desk/journal.h).
create table checkpoint (
    id integer primary key,
    at integer not null,
    text text not null,
    signature blob not null
);

-- The Merkle frontier of each chain at the last checkpoint.
create table chain_tree (
    slot integer primary key,
    tree blob not null
);

-- Inherited down the area tree; the newest that has begun counts.
create table setting (
    area integer not null,
    name text not null,
    since_at integer not null,
    value text not null,
    by_account integer not null,
    primary key (name, area, since_at)
);
