-- The area tree: five official levels and up to four grid levels beneath.
-- Codes are 16 digits (base/area_code.h); a subtree is a range of codes.
create table area (
    code integer primary key,
    parent integer not null,
    level integer not null,             -- 1 province .. 5 village, 6..9 grid
    name text not null
);
create index area_parent on area (parent, code);
-- Beginnings of names are a range only if names sort by their bytes.
-- sqlite:
create index area_name on area (name);
-- postgres:
create index area_name on area (name collate "C");
-- both:
