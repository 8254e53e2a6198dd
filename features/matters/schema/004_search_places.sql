-- A matter's places are words of it (matters_search.h), in front of the
-- others, so that a search in a county need not look at the nation's hits.
-- sqlite:
create view matter_words_of_places as
select id, char(57344) || substr(d, 1, 2) || ' '
       || case when area % 100000000000000 = 0 then '' else char(57344)
           || substr(d, 1, 4) || ' ' end
       || case when area % 1000000000000 = 0 then '' else char(57344)
           || substr(d, 1, 6) || ' ' end
       || case when area % 10000000000 = 0 then '' else char(57344)
           || substr(d, 1, 9) || ' ' end
       || case when area % 10000000 = 0 then '' else char(57344)
           || substr(d, 1, 12) || ' ' end
       || case when area % 10000 = 0 then '' else char(57344)
           || substr(d, 1, 13) || ' ' end
       || case when area % 1000 = 0 then '' else char(57344)
           || substr(d, 1, 14) || ' ' end
       || case when area % 100 = 0 then '' else char(57344)
           || substr(d, 1, 15) || ' ' end
       || case when area % 10 = 0 then '' else char(57344)
           || substr(d, 1, 16) || ' ' end as words
from (select id, area, printf('%016d', area) as d from matter);
create virtual table matter_search_new using fts5 (tokens,
    tokenize = 'unicode61 remove_diacritics 0', detail = none,
    columnsize = 0);
insert into matter_search_new (rowid, tokens)
select s.rowid, p.words || s.tokens
from matter_search s join matter_words_of_places p on p.id = s.rowid
order by s.rowid;
drop table matter_search;
alter table matter_search_new rename to matter_search;
insert into matter_search (matter_search) values ('optimize');
create virtual table matter_search_public_new using fts5 (tokens,
    tokenize = 'unicode61 remove_diacritics 0', detail = none,
    columnsize = 0);
insert into matter_search_public_new (rowid, tokens)
select s.rowid, p.words || s.tokens
from matter_search_public s join matter_words_of_places p on p.id = s.rowid
order by s.rowid;
drop table matter_search_public;
alter table matter_search_public_new rename to matter_search_public;
insert into matter_search_public (matter_search_public) values ('optimize');
drop view matter_words_of_places;
-- postgres:
create view matter_words_of_places as
select id, array_to_tsvector(array_remove(array[
           chr(57344) || left(d, 2),
           case when area % 100000000000000 <> 0 then chr(57344) || left(d, 4) end,
           case when area % 1000000000000 <> 0 then chr(57344) || left(d, 6) end,
           case when area % 10000000000 <> 0 then chr(57344) || left(d, 9) end,
           case when area % 10000000 <> 0 then chr(57344) || left(d, 12) end,
           case when area % 10000 <> 0 then chr(57344) || left(d, 13) end,
           case when area % 1000 <> 0 then chr(57344) || left(d, 14) end,
           case when area % 100 <> 0 then chr(57344) || left(d, 15) end,
           case when area % 10 <> 0 then chr(57344) || left(d, 16) end], null)) as words
from (select id, area, lpad(cast(area as text), 16, '0') as d
      from matter) as m;
update matter_search s set tokens = s.tokens || p.words
from matter_words_of_places p where p.id = s.rowid;
update matter_search_public s set tokens = s.tokens || p.words
from matter_words_of_places p where p.id = s.rowid;
drop view matter_words_of_places;
-- both:
