-- Two rows that were one person: the code of the emptied one leads on.
create table deputy_merged (
    code text primary key,
    deputy_id integer not null references deputy (id),
    at integer not null
);
