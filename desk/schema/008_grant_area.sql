-- Whose grants reach a place: those given over it or over an area above it.
create index role_grant_area on role_grant (area_lo, id);
