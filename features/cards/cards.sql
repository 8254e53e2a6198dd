-- name: card_by_code(code text) one card_row
-- roles: all
select id, code, deputy_id, made_at, revoked_at from card where code = :code;

-- name: card_add(id int, code text, deputy_id int, made_at int, by_account int) changes any
-- roles: sysadmin presidium county liaison
-- why: Of two who make one at once the first one's is her card.
insert into card (id, code, deputy_id, made_at, by_account, revoked_at,
                  revoked_by)
values (:id, :code, :deputy_id, :made_at, :by_account, 0, 0)
on conflict (deputy_id) where revoked_at = 0 do nothing;

-- name: card_revoke(id int, now int, by_account int) changes 1
-- roles: sysadmin presidium county liaison
update card set revoked_at = :now, revoked_by = :by_account
where id = :id and revoked_at = 0;

-- part: chosen_group
group_id = :group_id and state = 'active' order by id limit 200

-- name: card_deputies(station int, group_id int, deputy int, lo int, hi int, county int, city int, province int) many card_deputy
-- roles: sysadmin presidium county liaison
-- why: Those of a station, of a group (in its area or a congress above it) or
-- a single one, with their valid cards: what a sheet is made of.  By
-- deputy_station, deputy_area and the key.
-- text: place station_name station_address station_hours card_code constituency
select d.id, d.code, d.name, d.level, d.area, d.station_id,
       coalesce(a.name, '') as place,
       coalesce(s.name, '') as station_name,
       coalesce(s.address, '') as station_address,
       coalesce(s.hours, '') as station_hours,
       coalesce(m.constituency, '') as constituency,
       coalesce(c.code, '') as card_code,
       coalesce(c.made_at, 0) as card_made_at
from (
    select id from (select id from deputy
        where station_id = :station and state = 'active'
        order by id limit 200) as n0
    union
    select id from (select id from deputy
        where area >= :lo and area < :hi and {chosen_group}) as n1
    union
    select id from (select id from deputy
        where area in (:county, :city, :province) and {chosen_group}) as n2
    union
    select id from deputy where id = :deputy and state = 'active') as chosen
join deputy d on d.id = chosen.id
left join area a on a.code = d.area
left join station s on s.id = d.station_id and s.state = 'open'
left join mandate m on m.deputy_id = d.id and m.area = d.area
    and m.state = 'active'
left join card c on c.deputy_id = d.id and c.revoked_at = 0
order by d.id limit 200;

-- name: cards_move(from_id int, to_id int) changes any
-- roles: sysadmin presidium county
-- why: Two rows of one person became one: what is printed goes on if she has
-- no other card; by card_valid.
update card set deputy_id = :to_id
where deputy_id = :from_id and revoked_at = 0
  and not exists (select 1 from card k
                  where k.deputy_id = :to_id and k.revoked_at = 0);

-- name: cards_twice_revoke(from_id int, to_id int, now int, by_account int) changes any
-- roles: sysadmin presidium county
-- why: She has one card; the other one's code says that it is hers no more,
-- and leads to her page.
update card
set deputy_id = :to_id, revoked_at = :now, revoked_by = :by_account
where deputy_id = :from_id and revoked_at = 0;

-- name: deputy_has_card(lo int, hi int) one thing_used
-- roles: sysadmin presidium county secadmin
-- why: Revoked ones too: they are printed; by card_deputy.
select case when exists (select 1 from card c
                         where c.deputy_id between :lo and :hi)
            then 1 else 0 end as used;
