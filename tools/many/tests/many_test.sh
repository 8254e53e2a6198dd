#!/usr/bin/env bash
# A place of four parts is what four counties would have filled: the journal
# and the counters hold, the first part is the base, nothing points nowhere.
#   many_test.sh CROWD MANY XINQIAO
# A table or column that came later and that tools/many does not know stops it
# here.
set -euo pipefail
crowd=$1 many=$2 program=$3
dir=$(mktemp -d "${TMPDIR:-/tmp}/xinqiao-many.XXXXXX")
trap 'rm -rf "$dir"' EXIT
base=$dir/base place=$dir/place parts=4

"$crowd" --data "$base" --matters 300 --within 990101 --threads 1 \
    --seed 7 2>"$dir/log" || { cat "$dir/log"; exit 1; }
"$many" --from "$base" --data "$place" --times $parts --stations 300 \
    2>"$dir/log" || { cat "$dir/log"; exit 1; }

failed=0
# is WHAT WANTED SQL: base is the base's schema
is() {
    local got
    got=$(sqlite3 "$place/xinqiao.db" \
        "attach 'file:$base/xinqiao.db?mode=ro' as base" "$3")
    if [ "$got" != "$2" ]; then
        echo "$1: $got, not $2"
        failed=1
    fi
}

"$program" verify --data "$place" >"$dir/verify" || { cat "$dir/verify"; failed=1; }
for table in matter matter_text matter_place matter_published matter_search \
    matter_search_public deputy deputy_name deputy_name_key mandate \
    mandate_change patch organ; do
    is "$table is four times as long" 1 "select
        (select count(*) from main.$table) =
        (select count(*) from base.$table) * $parts"
done
is 'stations' 300 'select count(*) from main.station'
is 'each station is found by each two letters of its name' 0 "
    select count(*) from main.station s where not exists (
        select 1 from main.station_pair p
        where p.station_id = s.id and p.area = s.area
          and p.pair = lower(substr(s.name, length(s.name) - 1, 2)))"
is 'the events of matters' 1 "select
    (select count(*) from main.event where kind like 'matter.%') =
    (select count(*) from base.event where kind like 'matter.%') * $parts"
is 'each part in a county of its own' 4 \
    'select count(distinct area / 10000000000) from main.matter'
is 'the first part is the base' 0 "select count(*) from (
    select id, code, kind, state, area, title, received_at, closed_at,
           deputy_id, lead_organ, name_shown, public_code from base.matter
    except
    select id, code, kind, state, area, title, received_at, closed_at,
           deputy_id, lead_organ, name_shown, public_code from main.matter)"
is 'and its words' 0 "select count(*) from (
    select rowid, tokens from base.matter_search
    except select rowid, tokens from main.matter_search)"
is 'each finds its own code' 0 "select count(*) from main.matter m
    join main.matter_search s on s.rowid = m.id
    where instr(s.tokens, lower(m.code)) = 0"
for table in matter_search matter_search_public; do
    is "each finds its village in $table" 0 "select count(*)
        from main.matter m join main.$table s on s.rowid = m.id
        where instr(s.tokens, char(57344) || substr(m.area, 1, 6) || ' ' ||
              char(57344) || substr(m.area, 1, 9) || ' ' ||
              char(57344) || substr(m.area, 1, 12) || ' ') = 0"
done
for span in 10000 10000000 10000000000 1000000000000 100000000000000 \
    10000000000000000; do
    is "each stands in its places ($span)" 0 "select count(*) from (
        select area - area % $span, received_at, id from main.matter
        except select place, received_at, matter_id from main.matter_place)"
done
is 'what is published stands in six places' 1 "select
    (select count(*) from main.matter_published) =
    (select count(*) * 6 from main.matter where is_published = 1)"
is 'and at its own time' 0 "select count(*) from main.matter_published p
    where not exists (select 1 from main.event e
        where e.object_id = p.matter_id and e.kind = 'matter.publish'
        and e.at = p.published_at)"
is 'facts name what is there' 0 "select count(*) from main.event e
    where e.kind = 'matter.receive' and not exists (
        select 1 from main.station s where
        instr(e.facts, 'station=' || s.id || char(10)) > 0)"
is 'claims are of deputies that are there' 0 "select count(*)
    from main.matter m where m.deputy_id > 0 and not exists
    (select 1 from main.deputy d where d.id = m.deputy_id)"
is 'duties are of events that are there' 0 "select count(*)
    from main.event_deputy d where not exists
    (select 1 from main.event e where e.id = d.event_id)"
is 'nobody has two telephones' 0 "select count(*) from (
    select phone_lookup from main.matter where length(phone_lookup) > 0
    group by 1 having count(*) > 1)"
is 'the file is whole' ok 'pragma main.integrity_check'
is 'no key points nowhere' '' 'pragma main.foreign_key_check'
is 'indices as in the base' 0 "select count(*) from (
    select name, sql from base.sqlite_schema where type = 'index'
    except select name, sql from main.sqlite_schema)"
exit $failed
