-- Who took a grant back before its day; 0: nobody did, it ran out or went
-- with a mandate, a post or an organ.
alter table role_grant add column ended_by integer not null default 0;
create index role_grant_until on role_grant (until_at, id);
