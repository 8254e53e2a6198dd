-- Acting for somebody (代为办理): a secretary for a leader, from a day to a
-- day, with one grant of hers and no more; it ends with that grant.
create table acting (
    id integer primary key,
    account_id integer not null references account (id),    -- who acts
    for_account integer not null references account (id),   -- for whom
    grant_id integer not null references role_grant (id),   -- hers
    since_at integer not null,
    until_at integer not null,          -- always ends
    by_account integer not null,        -- herself, or the administrator
    made_at integer not null,
    ended_at integer not null,          -- 0: not taken or given back
    ended_by integer not null
);
create index acting_account on acting (account_id, id);
create index acting_for on acting (for_account, id);

-- Whom this session acts for now: a row of acting, or 0 for oneself.
alter table session add column acting_id integer not null default 0;
