-- 群众事项: what people said, and what became of it.

-- A tree of categories (事项分类), imported or made by the demo.
create table category (
    id integer primary key,
    parent_id integer not null,         -- 0: first level
    name text not null,
    path text not null unique           -- "城乡建设/安全生产/事故处理"
);
create index category_parent on category (parent_id, id);

create table matter (
    id integer primary key,
    code text not null unique,          -- of the slip, random, with check letter
    kind text not null,                 -- problem | opinion | wish | deed
    channel text not null,              -- sitting visiting net kiosk hotline letter event
    state text not null,                -- matters_rules.h
    category_id integer not null,       -- 0: none yet
    area integer not null,
    station_id integer not null,        -- 0: none
    title text not null,
    place text not null,                -- where it is, in words
    received_at integer not null,
    changed_at integer not null,        -- last move
    due_at integer not null,            -- 0: none
    closed_at integer not null,         -- 0: not closed
    deputy_id integer not null,         -- who claimed it; 0: nobody
    wanted_deputy integer not null,     -- to whom it was addressed; 0: anybody
    lease_until integer not null,       -- of the claim; 0: no claim
    lead_organ integer not null,        -- 主办单位; 0: none
    result text not null,               -- A | B | C | D of the reply, or ''
    rating text not null,               -- satisfied | basic | dissatisfied, or ''
    redo_count integer not null,
    taker_id integer not null,          -- account that wrote it down; 0: self
    is_secret integer not null,         -- the person asked for secrecy
    person_name blob not null,          -- sealed; may be empty
    person_phone blob not null,         -- sealed; may be empty
    phone_lookup blob not null,         -- keyed hash; may be empty
    phone_shown text not null,          -- 138****5678
    name_shown text not null,           -- 王*
    source text not null,               -- '' or the import's name
    source_key text not null,           -- its key there
    is_published integer not null,
    public_code text not null,          -- '' before it was first published; the
                                        -- slip's code is for its holder alone
    public_title text not null,         -- approved text
    public_body text not null,
    public_reply text not null
);
create index matter_state on matter (state, area);
create index matter_deputy on matter (deputy_id, state);
create index matter_organ on matter (lead_organ, state);
create index matter_lease on matter (lease_until);
create index matter_phone on matter (phone_lookup);
create unique index matter_public_code on matter (public_code)
    where public_code <> '';
create unique index matter_source on matter (source, source_key)
    where source <> '';

-- One row per area above the matter (nation 0 included): "the newest of this
-- county" is one walk along the key.
create table matter_place (
    place integer not null,
    received_at integer not null,
    matter_id integer not null,
    primary key (place, received_at, matter_id)
);

-- The same for what is published.
create table matter_published (
    place integer not null,
    published_at integer not null,
    matter_id integer not null,
    primary key (place, published_at, matter_id)
);

-- Words around a matter; events name them by id.
create table matter_text (
    id integer primary key,
    matter_id integer not null references matter (id),
    at integer not null,
    kind text not null,                 -- words | note | reply | reason | comment
    is_public integer not null,         -- the constituent may read it
    author_id integer not null,         -- account; 0: the constituent
    body text not null
);
create index matter_text_matter on matter_text (matter_id, id);

-- Search: two-character tokens (text/fold.h).  Staff search all words of the
-- citizen, the public only what was approved.
-- sqlite:
create virtual table matter_search using fts5 (tokens, tokenize = 'unicode61 remove_diacritics 0');
create virtual table matter_search_public using fts5 (tokens, tokenize = 'unicode61 remove_diacritics 0');
-- postgres:
create table matter_search (rowid integer primary key, tokens tsvector not null);
create index matter_search_tokens on matter_search using gin (tokens);
create table matter_search_public (rowid integer primary key, tokens tsvector not null);
create index matter_search_public_tokens on matter_search_public using gin (tokens);
-- both:
