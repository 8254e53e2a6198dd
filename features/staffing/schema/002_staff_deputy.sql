-- Two rows of one person become one: her posts are looked up by her id.
create index station_staff_deputy on station_staff (deputy_id, id);
