#!/usr/bin/env bash
# A small nation: shares are kept, whatever is found by name or by place is
# there, one town of it holds the same people, and its house holds.
#   nation_test.sh NATION XINQIAO
# A column of the registers that came later stops it here.
set -euo pipefail
nation=$1 program=$2
dir=$(mktemp -d "${TMPDIR:-/tmp}/xinqiao-nation.XXXXXX")
trap 'rm -rf "$dir"' EXIT
{
    echo code,name
    for province in 98 99; do
        echo "$province,例${province}省"
        echo "${province}01,例${province}市"
        for county in 01 02; do
            echo "${province}01$county,例${county}县"
            for town in 101 102 103; do
                echo "${province}01$county$town,例${town}镇"
                for village in 201 202 203 204 205 206 207 208; do
                    echo "${province}01$county$town$village,例${village}村"
                done
            done
        done
    done
} >"$dir/areas.csv"
for place in nation town; do
    within=()
    [ "$place" = nation ] || within=(--within 980101101)
    "$nation" --data "$dir/$place" --areas "$dir/areas.csv" "${within[@]}" \
        --deputies 2700 --stations 120 2>"$dir/log" ||
        { cat "$dir/log"; exit 1; }
done

failed=0
# is WHAT WANTED SQL [PLACE]
is() {
    local got
    got=$(sqlite3 -readonly "$dir/${4:-nation}/xinqiao.db" \
        "attach 'file:$dir/town/xinqiao.db?mode=ro' as town" "$3")
    if [ "$got" != "$2" ]; then
        echo "$1: $got, not $2"
        failed=1
    fi
}

for place in nation town; do
    "$program" verify --data "$dir/$place" >"$dir/verify" ||
        { cat "$dir/verify"; failed=1; }
    is 'the file is whole' ok 'pragma main.integrity_check' "$place"
    is 'no key points nowhere' '' 'pragma main.foreign_key_check' "$place"
    is 'each has her name' 0 'select count(*) from main.deputy d where not
        exists (select 1 from main.deputy_name n where n.deputy_id = d.id
                and n.area = d.area and n.name = d.name)' "$place"
    is 'each is found by her whole name' 0 'select count(*) from main.deputy d
        where not exists (select 1 from main.deputy_name_key k
        where k.name_key = d.name and k.area = d.area
          and k.deputy_id = d.id)' "$place"
    is 'who is active has a mandate' 0 "select count(*) from main.deputy d
        where (d.state = 'active') <> exists (select 1 from main.mandate m
            where m.deputy_id = d.id and m.state = 'active'
              and m.area = d.area and m.level = d.level)" "$place"
    is 'each patch is beneath its congress' 0 'select count(*)
        from main.patch p join main.deputy d on d.id = p.deputy_id
        where p.area <= d.area or p.area <> d.patch' "$place"
    is 'each patch and congress is an area' 0 'select count(*)
        from main.deputy d where d.area > 0 and not exists
        (select 1 from main.area a where a.code = d.area)
        or d.patch > 0 and not exists
        (select 1 from main.area a where a.code = d.patch)' "$place"
    is 'each has a station that is there' 0 'select count(*)
        from main.deputy d where d.station_id > 0 and not exists
        (select 1 from main.station s where s.id = d.station_id)' "$place"
    is 'mandates of terms that are there' 0 'select count(*)
        from main.mandate m where not exists (select 1 from main.term t
            where t.id = m.term_id and t.area = m.area)' "$place"
    is 'whose group is whose' 0 "select count(*) from main.deputy d
        where d.group_id > 0 and not exists (select 1
            from main.group_member m where m.group_id = d.group_id
            and m.deputy_id = d.id and m.until_at = 0)" "$place"
    is 'names of stations are cut in pairs' 0 'select count(*)
        from main.station s where not exists (select 1
            from main.station_pair p where p.station_id = s.id
            and p.area = s.area and p.pair = lower(substr(s.name, 2, 2)))' \
        "$place"
done
is 'people' 2700 'select count(*) from main.deputy'
is 'by level' '3 20 120 600 1957' "select group_concat(n, ' ') from (
    select count(*) as n from main.deputy group by level order by level)"
is 'stations' 120 'select count(*) from main.station'
is 'the town is a part' 0 'select count(*) from (
    select name, level, area, patch, state from town.deputy
    except select name, level, area, patch, state from main.deputy)'
is 'and all of its own' 0 'select count(*) from (
    select name, patch from main.deputy where area = 9801011010000000
    except select name, patch from town.deputy)'
exit $failed
