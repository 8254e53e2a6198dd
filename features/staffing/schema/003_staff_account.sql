-- Whose account somebody in a post acts with: asked before it goes.
create index station_staff_account on station_staff (account_id)
    where account_id > 0;
