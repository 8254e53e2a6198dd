-- Who was a deputy on a day is counted out of the index alone.
drop index mandate_area;
create index mandate_count
    on mandate (area, level, since_at, until_at, deputy_id);
