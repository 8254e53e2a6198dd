-- Sessions of her term that a deputy missed without approval, once the law
-- counts them (代表法 art. 62); written from the journal (attendance.warn).
alter table mandate add column absences integer not null default 0;
-- A congress's mandates in the order of writing: lists of who is due.
create index mandate_congress on mandate (area, id);
