-- Whose grants end with a mandate, a post or an organ.
create index role_grant_ref on role_grant (ref_id);
