-- ---- one matter ----

-- part: matter_rows
select id, code, kind, channel, state, category_id, area, station_id, title,
       place, received_at, changed_at, due_at, closed_at, deputy_id,
       wanted_deputy, lease_until, lead_organ, result, rating, redo_count,
       taker_id, is_secret, phone_shown, name_shown, source, source_key,
       is_published, public_code, public_title, public_body, public_reply
from matter

-- name: matter_by_code(code text) one matter_row
-- roles: all
-- why: What a decision needs to know; the sealed person stays outside.
{matter_rows} where code = :code;

-- name: matter_by_id(id int) one matter_row
-- roles: all
{matter_rows} where id = :id;

-- name: matter_by_public_code(code text) one matter_row
-- roles: all
-- why: The address of what is or once was published.
{matter_rows} where public_code = :code and public_code <> '';

-- name: matter_by_source(source text, source_key text) one matter_found
-- roles: sysadmin
-- why: An import asks whether it has brought this one before.
select id, code from matter
where source = :source and source_key = :source_key and source <> '';

-- name: matter_elsewhere(area int, received_at int, title text, body text, source text) many matter_elsewhere
-- roles: sysadmin
-- why: The same words of the same moment and place from another import: a
-- file that has come under another name.
select m.source from matter_place p join matter m on m.id = p.matter_id
where p.place = :area and p.received_at = :received_at
  and m.title = :title and m.source <> '' and m.source <> :source
  and exists (select 1 from matter_text t where t.matter_id = m.id
              and t.kind = 'words' and t.body = :body)
limit 1;

-- name: matter_around(id int) one matter_around
-- roles: all
-- why: The names around a matter, for its page, in one round trip.
-- text: deputy_name organ_name station_name category_path wanted_name
select coalesce(d.name, '') as deputy_name, coalesce(o.name, '') as organ_name,
       coalesce(s.name, '') as station_name,
       coalesce(c.path, '') as category_path,
       coalesce(w.name, '') as wanted_name
from matter m
left join deputy d on d.id = m.deputy_id
left join deputy w on w.id = m.wanted_deputy
left join organ o on o.id = m.lead_organ
left join station s on s.id = m.station_id
left join category c on c.id = m.category_id
where m.id = :id;

-- name: matter_taker(id int) one matter_taker
-- roles: deputy liaison leader presidium organ county auditor
select name from account where id = :id;

-- name: matter_person(id int) one matter_person
-- roles: liaison presidium deputy leader
-- why: The sealed name and phone; only the unmasking asks for them.
select person_name, person_phone from matter where id = :id;

-- name: matter_timeline(id int) many matter_event
-- roles: deputy liaison leader presidium organ county auditor constituent public
-- why: What happened to it, oldest first; a matter has a few dozen events.
-- text: actor
select e.id, e.at, e.kind, e.actor_role, e.is_public, e.facts,
       coalesce(a.name, '') as actor
from event e left join account a on a.id = e.actor_id
where e.object_id = :id order by e.id limit 200;

-- name: matter_unmasked(id int) many unmask_line
-- roles: secadmin auditor auditadmin
-- why: Who looked at the person behind it; a matter has a few dozen events.
-- text: actor role
select e.id, e.at, e.actor_role, e.facts, coalesce(a.name, '') as actor,
       '' as role
from event e left join account a on a.id = e.actor_id
where e.object_id = :id and e.kind = 'matter.unmask'
order by e.id limit 200;

-- name: matter_texts(id int) many matter_text_row
-- roles: deputy liaison leader presidium organ county auditor constituent public
-- why: The words around a matter, joined to its events by id.
-- text: author
select t.id, t.at, t.kind, t.is_public, t.body,
       coalesce(a.name, '') as author
from matter_text t left join account a on a.id = t.author_id
where t.matter_id = :id order by t.id limit 200;

-- ---- writing one down ----

-- name: matter_add(id int, code text, kind text, channel text, category_id int, area int, station_id int, title text, place text, received_at int, now int, wanted_deputy int, taker_id int, is_secret int, person_name bytes, person_phone bytes, phone_lookup bytes, phone_shown text, name_shown text, source text, source_key text) changes any
-- roles: public deputy liaison leader
-- why: Adds nothing if there is such a code; to look before would make two
-- writers of PostgreSQL wait for each other.
insert into matter (id, code, kind, channel, state, category_id, area,
    station_id, title, place, received_at, changed_at, due_at, closed_at,
    deputy_id, wanted_deputy, lease_until, lead_organ, result, rating,
    redo_count, taker_id, is_secret, person_name, person_phone, phone_lookup,
    phone_shown, name_shown, source, source_key, is_published, public_code,
    public_title, public_body, public_reply)
values (:id, :code, :kind, :channel, 'new', :category_id, :area,
    :station_id, :title, :place, :received_at, :now, 0, 0,
    0, :wanted_deputy, 0, 0, '', '',
    0, :taker_id, :is_secret, :person_name, :person_phone, :phone_lookup,
    :phone_shown, :name_shown, :source, :source_key, 0, '', '', '', '')
on conflict (code) do nothing;

-- name: matter_place_add(place int, received_at int, matter_id int) changes 1 later
-- roles: public deputy liaison leader presidium
insert into matter_place (place, received_at, matter_id)
values (:place, :received_at, :matter_id);

-- name: matter_place_drop(place int, received_at int, matter_id int) changes 1
-- roles: liaison presidium
delete from matter_place where place = :place and received_at = :received_at
  and matter_id = :matter_id;

-- name: matter_text_add(id int, matter_id int, at int, kind text, is_public int, author_id int, body text) changes 1 later
-- roles: public constituent deputy liaison leader presidium organ
insert into matter_text (id, matter_id, at, kind, is_public, author_id, body)
values (:id, :matter_id, :at, :kind, :is_public, :author_id, :body);

-- part: id_and_tokens
(:id, array_to_tsvector(array_remove(string_to_array(:tokens, ' '), '')))

-- name: matter_search_add(id int, tokens text) changes 1 later
-- roles: public deputy liaison leader
insert into matter_search (rowid, tokens) values (:id, :tokens);
-- postgres:
insert into matter_search (rowid, tokens)
values {id_and_tokens};

-- name: matter_search_move(id int, old text, new text) changes 1
-- roles: liaison presidium
-- why: The words of its places stand in front of the others, as matters.h
-- says, and are the only ones that change.
update matter_search set tokens = replace(tokens, :old, :new)
where rowid = :id;
-- postgres:
update matter_search
set tokens = ts_delete(tokens, string_to_array(:old, ' '))
             || array_to_tsvector(string_to_array(:new, ' '))
where rowid = :id;

-- ---- moving ----

-- part: new_state
update matter set state = :state, changed_at = :now, closed_at = :closed_at,
    due_at = :due_at, deputy_id = :deputy_id, lease_until = :lease_until,
    lead_organ = :lead_organ, result = :result, rating = :rating,
    redo_count = :redo_count

-- name: matter_set_state(id int, code text, old text, state text, now int, closed_at int, due_at int, deputy_id int, lease_until int, lead_organ int, result text, rating text, redo_count int) changes 1
-- roles: constituent deputy liaison leader presidium organ
-- why: The one door: of two that move the same matter the second changes no
-- row and hears CONFLICT.  On PostgreSQL by its code, as it was read: ids of
-- one hour lie side by side, as do states, and whoever reads a page of them
-- runs into all who write there.
{new_state} where id = :id and code = :code and state = :old;
-- postgres:
{new_state} where code = :code and id + 0 = :id and state || '' = :old;

-- part: new_place
update matter set kind = :kind, category_id = :category_id, area = :area

-- name: matter_sort(id int, code text, kind text, category_id int, area int) changes 1
-- roles: liaison presidium
{new_place} where id = :id and code = :code and state = 'new';
-- postgres:
{new_place} where code = :code and id + 0 = :id and state || '' = 'new';

-- name: matter_claims(deputy int) one matter_claims
-- roles: deputy leader
-- why: Open claims of one deputy, by matter_deputy.
select count(*) as n from matter
where deputy_id = :deputy and state = 'claimed';

-- name: matter_leases_over(now int) many matter_row
-- roles: system
-- why: At most 100 claims whose time is up, by matter_lease and not by
-- matter_state, which has all claims.
{matter_rows} where lease_until > 0 and lease_until <= :now
  and state || '' = 'claimed'
order by lease_until limit 100;

-- ---- publishing ----

-- part: new_public
update matter set is_published = 1, public_code = :code,
    public_title = :title, public_body = :body, public_reply = :reply

-- name: matter_publish(id int, slip text, code text, title text, body text, reply text) changes 1
-- roles: liaison presidium
{new_public} where id = :id and code = :slip and is_published = 0;
-- postgres:
{new_public} where code = :slip and id + 0 = :id and is_published = 0;

-- part: no_public
update matter set is_published = 0, public_title = '', public_body = '',
    public_reply = ''

-- name: matter_unpublish(id int, slip text) changes 1
-- roles: liaison presidium constituent
{no_public} where id = :id and code = :slip and is_published = 1;
-- postgres:
{no_public} where code = :slip and id + 0 = :id and is_published = 1;

-- name: matter_published_add(place int, published_at int, matter_id int) changes 1 later
-- roles: liaison presidium
insert into matter_published (place, published_at, matter_id)
values (:place, :published_at, :matter_id);

-- name: matter_published_when(area int, id int) one matter_published_when
-- roles: liaison presidium constituent
-- why: When it was published; one of its own village's published ones.
select published_at from matter_published
where place = :area and matter_id = :id;

-- name: matter_published_drop(place int, published_at int, matter_id int) changes 1
-- roles: liaison presidium constituent
delete from matter_published where place = :place
  and published_at = :published_at and matter_id = :matter_id;

-- name: matter_search_public_add(id int, tokens text) changes 1 later
-- roles: liaison presidium
insert into matter_search_public (rowid, tokens) values (:id, :tokens);
-- postgres:
insert into matter_search_public (rowid, tokens)
values {id_and_tokens};

-- name: matter_search_public_drop(id int) changes 1
-- roles: liaison presidium constituent
delete from matter_search_public where rowid = :id;

-- part: public_columns
select m.id, m.public_code, m.kind, m.state, m.area, m.received_at,
       p.published_at,
       m.public_title, m.public_body, m.public_reply,
       case when u.code is null then a.name
            else u.name || ' ' || a.name end as area_name

-- part: public_areas
left join area a on a.code = m.area
left join area u on u.code = a.parent and u.level > 2

-- part: public_before
(p.published_at, p.matter_id) < (:at, :before)
order by p.published_at desc, p.matter_id desc limit 21

-- name: matters_published(place int, at int, before int) many matter_public
-- roles: all
-- why: Newest first along the key of matter_published, 21 to know of more.
-- text: area_name
{public_columns}
from matter_published p
join matter m on m.id = p.matter_id
{public_areas}
where p.place = :place and {public_before};

-- part: time_tokens
array_to_tsvector(array[
    'a:' || cast(s.rowid >> 46 as text), 'b:' || cast(s.rowid >> 50 as text),
    'c:' || cast(s.rowid >> 54 as text)])

-- part: public_found
{public_columns}
from matter_search_public s
join matter m on m.id = s.rowid
join matter_published p on p.place = m.area and p.matter_id = m.id
{public_areas}
where s.matter_search_public match :query and s.rowid < :before and s.rowid > :after
  and m.area >= :lo and m.area < :hi
order by s.rowid desc limit min(21, :most)

-- name: matters_published_found(query text, after int, before int, most int, lo int, hi int) many matter_public
-- roles: all
-- why: Those whose approved text has all the words; the last written down
-- first, for so the index of words lies (matters_search.c).
-- text: area_name
{public_found};
-- postgres:
{public_columns}
from (with hit as materialized (select s.rowid from matter_search_public s
          where (s.tokens || {time_tokens}) @@ cast(:query as tsquery))
      select m.id from (select rowid from hit
                        where rowid < :before and rowid > :after
                        order by rowid desc limit :most) s
      join matter m on m.id = s.rowid
      where m.area >= :lo and m.area < :hi
      order by s.rowid desc limit 21) f
join matter m on m.id = f.id
join matter_published p on p.place = m.area and p.matter_id = m.id
{public_areas}
order by m.id desc;

-- ---- lists of the staff ----

-- part: line_columns
select m.id, m.code, m.title, m.state, m.kind, m.channel, m.received_at,
       m.changed_at, m.due_at, m.lease_until, m.redo_count,
       case when p.code is null then a.name
            else p.name || ' ' || a.name end as area_name,
       d.name as deputy_name, o.name as organ_name,
       case when m.state = 'dispatched' and m.due_at < :now
            then 1 else 0 end as is_late

-- part: line_names
left join area a on a.code = m.area
left join area p on p.code = a.parent and p.level > 2
left join deputy d on d.id = m.deputy_id
left join organ o on o.id = m.lead_organ

-- part: line_rows
{line_columns}
from matter m
{line_names}

-- part: line_scope
m.area >= :lo and m.area < :hi

-- part: line_filter
(:state = '' or m.state = :state)
  and (:kind = '' or m.kind = :kind)
  and (:channel = '' or m.channel = :channel)
  and (:category = 0 or m.category_id = :category
       or exists (select 1 from category c
                  where c.id = m.category_id and c.parent_id = :category))
  and (:mine = 0 or (m.deputy_id = :deputy and m.deputy_id > 0)
       or m.taker_id = :account)

-- part: between_keys
(m.received_at, m.id) < (:high_at, :high)
  and (m.received_at, m.id) > (:low_at, :low)

-- part: line_rows_at
{line_columns}
from matter_place mp
join matter m on m.id = mp.matter_id
{line_names}
where mp.place = :place and {line_scope}
  and (mp.received_at, mp.matter_id) < (:high_at, :high)
  and (mp.received_at, mp.matter_id) > (:low_at, :low)
  and {line_filter}

-- name: matters_list(place int, lo int, hi int, high_at int, high int, low_at int, low int, state text, kind text, channel text, category int, mine int, deputy int, account int, now int) many matter_line
-- roles: deputy liaison leader presidium county auditor
-- why: Newest received first along the key of matter_place, between two of
-- its keys, 51 to know of more; the other filters are looked at on the way.
-- text: area_name deputy_name organ_name
{line_rows_at}
order by mp.received_at desc, mp.matter_id desc limit 51;

-- name: matters_list_old(place int, lo int, hi int, high_at int, high int, low_at int, low int, state text, kind text, channel text, category int, mine int, deputy int, account int, now int) many matter_line
-- roles: deputy liaison leader presidium county auditor
-- why: The same walk the other way: what was received first.
-- text: area_name deputy_name organ_name
{line_rows_at}
order by mp.received_at, mp.matter_id limit 51;

-- part: keys_of_place
select mp.received_at, mp.matter_id from matter_place mp
where mp.place = :place
  and (mp.received_at, mp.matter_id) < (:high_at, :high)
  and (mp.received_at, mp.matter_id) > (:low_at, :low)

-- name: matters_reach(place int, high_at int, high int, low_at int, low int) one matters_reach
-- roles: deputy liaison leader presidium county auditor
-- why: How far 2,000 keys of the place reach back.
select count(*) as n, coalesce(min(x.received_at), 0) as at from (
    {keys_of_place}
    order by mp.received_at desc, mp.matter_id desc limit 2000) as x;

-- name: matters_reach_old(place int, high_at int, high int, low_at int, low int) one matters_reach
-- roles: deputy liaison leader presidium county auditor
select count(*) as n, coalesce(max(x.received_at), 0) as at from (
    {keys_of_place}
    order by mp.received_at, mp.matter_id limit 2000) as x;

-- name: matters_in_state(lo int, hi int, high_at int, high int, low_at int, low int, turn int, state text, kind text, channel text, category int, mine int, deputy int, account int, now int) many matter_line
-- roles: deputy liaison leader presidium county auditor
-- why: What is in a state that few are in, by matter_state: all of them are
-- put in order, newest first (turn 1) or oldest (-1), before names are asked.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state = :state and {line_scope}
        and {between_keys}
        and {line_filter}
      order by m.received_at * :turn desc, m.id * :turn desc limit 51) f
join matter m on m.id = f.id
{line_names}
order by m.received_at * :turn desc, m.id * :turn desc;

-- name: matters_all_in_state(lo int, hi int, high_at int, high int, low_at int, low int, turn int, state text, now int) many matter_line
-- roles: deputy liaison leader presidium county auditor
-- why: The same without other filters, out of the index alone.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state = :state and {line_scope}
        and {between_keys}
      order by m.received_at * :turn desc, m.id * :turn desc limit 51) f
join matter m on m.id = f.id
{line_names}
order by m.received_at * :turn desc, m.id * :turn desc;

-- name: matters_of_organ(organ int, lo int, hi int, high_at int, high int, low_at int, low int, state text, kind text, channel text, category int, mine int, deputy int, account int, now int) many matter_line
-- roles: organ
-- why: What was given to one organ, by matter_given.
-- text: area_name deputy_name organ_name
{line_rows}
where m.lead_organ = :organ and m.lead_organ > 0 and {line_scope}
  and {between_keys}
  and {line_filter}
order by m.received_at desc, m.id desc limit 51;

-- part: line_found
{line_scope}
  and (:organ = 0 or m.lead_organ = :organ)
  and m.received_at >= :since and m.received_at < :until
  and {line_filter}

-- name: matters_found(query text, after int, before int, most int, organ int, lo int, hi int, since int, until int, state text, kind text, channel text, category int, mine int, deputy int, account int, now int) many matter_line
-- roles: deputy liaison leader presidium organ county auditor
-- why: All words occur; the last written down first, for so the index of
-- words lies (matters_search.c).  Of a stretch's hits the newest `most`.
-- text: area_name deputy_name organ_name
{line_columns}
from matter_search s
join matter m on m.id = s.rowid
{line_names}
where s.matter_search match :query and s.rowid < :before and s.rowid > :after
  and {line_found}
order by s.rowid desc limit min(51, :most);
-- postgres:
{line_columns}
from (with hit as materialized (select s.rowid from matter_search s
          where (s.tokens || {time_tokens}) @@ cast(:query as tsquery))
      select m.id from (select rowid from hit
                        where rowid < :before and rowid > :after
                        order by rowid desc limit :most) s
      join matter m on m.id = s.rowid
      where {line_found}
      order by s.rowid desc limit 51) f
join matter m on m.id = f.id
{line_names}
order by m.id desc;

-- name: matter_search_newest(before int) one matter_search_newest
-- roles: all
select coalesce(max(rowid), 0) as id from matter_search
where rowid < :before;

-- name: matter_search_public_newest(before int) one matter_search_newest
-- roles: all
select coalesce(max(rowid), 0) as id from matter_search_public
where rowid < :before;

-- part: reach_of_hits
select count(*) as n, coalesce(min(x.id), 0) as id from (

-- name: matter_search_reach(query text, after int, before int) one matter_search_reach
-- roles: all
-- why: How far 5,000 hits reach back.
{reach_of_hits}
    select s.rowid as id from matter_search s
    where s.matter_search match :query and s.rowid < :before and s.rowid > :after
    order by s.rowid desc limit 5000) as x;
-- postgres:
{reach_of_hits}
    with hit as materialized (select s.rowid from matter_search s
        where (s.tokens || {time_tokens}) @@ cast(:query as tsquery))
    select rowid as id from hit
    where rowid < :before and rowid > :after limit 5000) as x;

-- name: matter_search_public_reach(query text, after int, before int) one matter_search_reach
-- roles: all
{reach_of_hits}
    select s.rowid as id from matter_search_public s
    where s.matter_search_public match :query and s.rowid < :before and s.rowid > :after
    order by s.rowid desc limit 5000) as x;
-- postgres:
{reach_of_hits}
    with hit as materialized (select s.rowid from matter_search_public s
        where (s.tokens || {time_tokens}) @@ cast(:query as tsquery))
    select rowid as id from hit
    where rowid < :before and rowid > :after limit 5000) as x;

-- part: nine_states
select 0 as pos, 'new' as state union all select 1, 'open'
union all select 2, 'claimed' union all select 3, 'dispatched'
union all select 4, 'answered' union all select 5, 'redo'
union all select 6, 'closed' union all select 7, 'refused'
union all select 8, 'withdrawn'

-- name: matter_state_figures(area int) many matter_state_count
-- roles: deputy liaison leader presidium county auditor
-- why: How many there are of each state in a whole area, as insight has
-- counted them: one step of the counters' key, and a row for each writer.
-- text: state
select 0 as pos, substr(measure, 7) as state,
       cast(sum(n) as integer) as n
from counter where area = :area and month = 0
group by measure order by measure;

-- name: matter_state_counts(lo int, hi int) many matter_state_count
-- roles: deputy liaison leader presidium county auditor
-- why: The same of a part of an area, up to 100 of each state: cheap at any
-- size.
-- text: state
select x.pos, x.state, (select count(*) from (select 1 from matter m
    where m.state = x.state and {line_scope} limit 101) as y) as n
from ({nine_states}) x;

-- name: matter_organ_counts(organ int) many matter_state_count
-- roles: organ
-- why: The same of what one organ was given, by matter_organ.
-- text: state
select x.pos, x.state, (select count(*) from (select 1 from matter m
    where m.lead_organ = :organ and m.lead_organ > 0 and m.state = x.state
    limit 101) as y) as n
from ({nine_states}) x;

-- ---- queues: what waits for whom, 11 to know of more ----

-- part: of_those
join matter m on m.id = f.id
{line_names}

-- part: longest_first
order by m.changed_at, m.id

-- name: queue_of_state(state text, lo int, hi int, now int) many matter_line
-- roles: liaison presidium
-- why: What has waited longest in one state, by matter_state.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state = :state and {line_scope}
      {longest_first} limit 11) f
{of_those}
{longest_first};

-- part: hers_first
order by case when m.wanted_deputy = :deputy then 0
              when exists (select 1 from patch p
                           where p.deputy_id = :deputy and p.until_at = 0
                             and p.area in (
                                 m.area, m.area - m.area % 10,
                                 m.area - m.area % 100,
                                 m.area - m.area % 1000,
                                 m.area - m.area % 10000,
                                 m.area - m.area % 10000000,
                                 m.area - m.area % 10000000000)) then 1
              else 2 end, m.changed_at, m.id

-- name: queue_to_claim(lo int, hi int, deputy int, now int) many matter_line
-- roles: deputy leader
-- why: What nobody has taken; first what was addressed to her, then what lies in
-- one of her patches (the area, or one that holds it up to the county).
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state in ('open', 'redo') and {line_scope}
      {hers_first} limit 11) f
{of_those}
{hers_first};

-- name: queue_of_deputy(deputy int, now int) many matter_line
-- roles: deputy leader
-- why: Her claims, the one that ends first on top, by matter_deputy.
-- text: area_name deputy_name organ_name
{line_rows}
where m.deputy_id = :deputy and m.state = 'claimed'
order by m.lease_until, m.id limit 11;

-- part: lease_first
order by m.lease_until, m.id

-- name: queue_of_group(lo int, hi int, now int) many matter_line
-- roles: leader
-- why: Claims of all deputies of the area, the next to end on top.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state = 'claimed' and {line_scope}
      {lease_first} limit 11) f
{of_those}
{lease_first};

-- part: redo_first
order by case when m.state = 'redo' then 0 else 1 end, m.changed_at, m.id

-- name: queue_to_dispatch(lo int, hi int, now int) many matter_line
-- roles: presidium
-- why: Open and reopened ones, reopened first.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state in ('open', 'redo') and {line_scope}
      {redo_first} limit 11) f
{of_those}
{redo_first};

-- part: due_first
order by m.due_at, m.id

-- name: queue_overdue(lo int, hi int, now int) many matter_line
-- roles: presidium county
-- why: Dispatched and past the date.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.state = 'dispatched' and {line_scope} and m.due_at < :now
      {due_first} limit 11) f
{of_those}
{due_first};

-- name: queue_of_organ(organ int, now int) many matter_line
-- roles: organ
-- why: Dispatched to one organ, due first, by matter_organ.
-- text: area_name deputy_name organ_name
{line_columns}
from (select m.id from matter m
      where m.lead_organ = :organ and m.lead_organ > 0
        and m.state = 'dispatched'
      {due_first} limit 11) f
{of_those}
{due_first};

-- name: queue_count(state text, lo int, hi int) one queue_count
-- roles: deputy liaison leader presidium organ county
-- why: How many wait in one state, up to 101, by matter_state alone.
select count(*) as n from (select 1 from matter where state = :state
    and area >= :lo and area < :hi limit 101) as x;

-- name: queue_count_late(lo int, hi int, now int) one queue_count
-- roles: presidium county
-- why: How many of those that were dispatched are past their date.
select count(*) as n from (select 1 from matter where state = 'dispatched'
    and area >= :lo and area < :hi and due_at < :now limit 101) as x;

-- name: queue_count_of_organ(organ int) one queue_count
-- roles: organ
-- why: The same for one organ, by matter_organ.
select count(*) as n from (select 1 from matter where lead_organ = :organ
    and lead_organ > 0 and state = 'dispatched' limit 101) as x;

-- ---- categories ----

-- part: category_rows
select id, parent_id, name, path from category

-- name: category_by_path(path text) one category_row
-- roles: all
{category_rows} where path = :path;

-- name: category_by_id(id int) one category_row
-- roles: all
{category_rows} where id = :id;

-- name: category_add(id int, parent_id int, name text, path text) changes 1
-- roles: sysadmin
insert into category (id, parent_id, name, path)
values (:id, :parent_id, :name, :path);

-- name: category_first_level() many category_row
-- roles: all
-- why: The roots of the tree, in the order they were brought in.
{category_rows}
where parent_id = 0 order by id limit 500;

-- name: category_tree() many category_leaf
-- roles: all
-- why: The whole tree for who sorts; a place has some hundreds.  The index of
-- paths has all of it.
select id, path from category order by path limit 2000;

-- ---- places to choose from ----

-- name: area_villages(lo int, hi int) many area_village
-- roles: deputy liaison leader presidium
-- why: Towns and villages of the own scope, by the key of area.
-- text: above
select a.code, a.level, a.name, coalesce(p.name, '') as above
from area a left join area p on p.code = a.parent
where a.code >= :lo and a.code < :hi and a.level in (4, 5)
order by a.code limit 500;

-- ---- two deputies were one person ----

-- name: matters_of_deputy_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: What she has claimed now, by matter_deputy; what is over keeps the
-- row that did it.
update matter set deputy_id = :to_id
where deputy_id = :from_id and state = 'claimed';

-- name: matters_wanted_move(from_id int, to_id int, lo int, hi int) changes any
-- roles: sysadmin presidium county
-- why: What still waits in the county; by matter_state.
update matter set wanted_deputy = :to_id
where state in ('new', 'open', 'claimed') and area >= :lo and area < :hi
  and wanted_deputy = :from_id;

-- ---- whether something is in use (desk/in_use.h) ----

-- name: deputy_is_wanted(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Words addressed to a deputy, by matter_wanted; of what she claimed
-- or heard the events tell.
select case when exists (select 1 from matter m
                         where m.wanted_deputy between :lo and :hi
                           and m.wanted_deputy > 0)
            then 1 else 0 end as used;

-- name: station_has_matters(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Only rows that came after the station: theirs are the larger ids.
select case when exists (select 1 from matter m
                         where m.id > :lo and m.station_id between :lo and :hi)
            then 1 else 0 end as used;

-- name: organ_has_matters(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: By matter_given.
select case when exists (select 1 from matter m
                         where m.lead_organ between :lo and :hi
                           and m.lead_organ > 0)
            then 1 else 0 end as used;
