-- Which stations stand beneath one: asked before it goes.
create index station_parent on station (parent_id) where parent_id > 0;
