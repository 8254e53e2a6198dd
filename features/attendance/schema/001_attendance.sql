-- 请假: for one session (次) of the own congress.
create table leave_request (
    id integer primary key,
    session_id integer not null references term_session (id),
    mandate_id integer not null references mandate (id),
    deputy_id integer not null references deputy (id),
    reason text not null,
    asked_at integer not null,
    asked_by integer not null,          -- the account, hers or a keeper's
    state text not null,                -- asked | approved | refused | withdrawn
    decided_at integer not null,        -- 0: not yet
    decided_by integer not null,
    decision text not null              -- why it was refused; may be empty
);
create index leave_session on leave_request (session_id, state, id);
create index leave_mandate on leave_request (mandate_id, id);
create unique index leave_once on leave_request (session_id, mandate_id)
    where state in ('asked', 'approved');

-- 出席: whether somebody who was due was there.
create table attendance (
    session_id integer not null references term_session (id),
    mandate_id integer not null references mandate (id),
    is_present integer not null,
    at integer not null,
    by_account integer not null,
    primary key (session_id, mandate_id)
);
create index attendance_mandate on attendance (mandate_id, session_id);
