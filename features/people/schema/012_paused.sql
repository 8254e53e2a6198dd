-- Rights that a suspension took away, to be given back when the deputy
-- resumes her duties (代表法 art. 61); a suspension ends no trust.
create table grant_pause (
    grant_id integer primary key,       -- of role_grant, ended that day
    deputy_id integer not null references deputy (id),
    until_at integer not null,          -- as it was granted; 0: open
    settled_at integer not null         -- 0: waits; given back, or no more
);
create index grant_pause_deputy on grant_pause (deputy_id, settled_at);
