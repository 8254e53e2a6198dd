-- Leaves of the index of words a quarter as long.  A search in a village goes
-- from one of its matters to the next along the list of a word that the whole
-- nation uses, and reads a leaf for each: 2.5 times as fast at a million
-- matters.  Four of 980 bytes fit into a page of 4,096.  What is there is
-- written anew, for which there must be something to merge it with.
-- sqlite:
insert into matter_search (matter_search, rank) values ('pgsz', 980);
insert into matter_search (rowid, tokens) values (0, 'x');
insert into matter_search (matter_search) values ('optimize');
delete from matter_search where rowid = 0;
insert into matter_search_public (matter_search_public, rank)
values ('pgsz', 980);
insert into matter_search_public (rowid, tokens) values (0, 'x');
insert into matter_search_public (matter_search_public) values ('optimize');
delete from matter_search_public where rowid = 0;
-- both:
