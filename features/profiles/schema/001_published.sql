-- What a deputy's page lists: the published ones of hers, newest first.
create index matter_public_deputy on matter (deputy_id, id)
    where is_published = 1;
