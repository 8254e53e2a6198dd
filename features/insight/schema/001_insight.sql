-- Figures, counted from the journal and never by hand: throw the table away
-- and count again (insight_verify).  Each writer has rows of its own.
create table counter (
    area integer not null,              -- 0 the nation .. village
    month integer not null,             -- 202611; 0: how it is now
    measure text not null,              -- received.kind.wish
    slot integer not null,              -- the writer
    n integer not null,
    primary key (area, month, measure, slot)
);
